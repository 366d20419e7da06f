package blob

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"
	"gocloud.dev/gcerrors"
)

// This file explains errors of the providers: what is wrong, the message of the provider, and what to do.

// A cause is a kind of error.
type cause struct {
	is           func(err error, text string) bool // text is in lower case
	what, remedy string
}

const orAnonymous = ", or add anonymous=true to the URL of a public bucket"

// causes are in the order in which they are tried.
var causes = []cause{
	{mentions("query parameter"), "wrong parameter", "see the parameters in the README"},
	{mentions("get credentials", "shared config profile"), "no credentials", "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" + orAnonymous},
	{mentions("could not find default credentials", "google_application_credentials"), "no credentials", "set GOOGLE_APPLICATION_CREDENTIALS or run gcloud auth application-default login" + orAnonymous},
	{mentions("defaultazurecredential"), "no credentials", "set AZURE_STORAGE_KEY, AZURE_STORAGE_SAS_TOKEN or AZURE_STORAGE_CONNECTION_STRING, or run az login"},
	{mentions("accountname is required"), "no storage account", "set it in the URL, such as ?storage_account=NAME, or AZURE_STORAGE_ACCOUNT"},
	{mentions("region"), "wrong or missing region", "set that of the bucket in the URL, such as ?region=eu-central-1"},
	{mentions("nosuchbucket", "containernotfound", "bucket doesn't exist"), "no such bucket", "check its name"},
	{hasCode(gcerrors.NotFound), "not found", "check the bucket and the key, and the permission to read them"},
	{mentions("accessdenied", "signaturedoesnotmatch", "invalidaccesskeyid", "expiredtoken", "authorizationfailure"), "access denied", "check the credentials and their permission to list and read the bucket"},
	{hasCode(gcerrors.PermissionDenied), "access denied", "check the credentials and their permission to list and read the bucket"},
	{mentions("connection refused", "no such host", "i/o timeout"), "no connection", "check the network, and endpoint in the URL if it is set"},
}

func mentions(words ...string) func(error, string) bool {
	return func(_ error, text string) bool {
		for _, word := range words {
			if strings.Contains(text, word) {
				return true
			}
		}
		return false
	}
}

func hasCode(code gcerrors.ErrorCode) func(error, string) bool {
	return func(err error, _ string) bool { return gcerrors.Code(err) == code }
}

// explain returns an error of one line, with what to do if that is known.
func explain(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case gcerrors.Code(err) == gcerrors.FailedPrecondition:
		return errChanged
	}
	text := strings.ToLower(err.Error())
	for _, c := range causes {
		if c.is(err, text) {
			return fmt.Errorf("%s (%w); %s", c.what, brief{err}, c.remedy)
		}
	}
	return brief{err}
}

// A brief error is an error of a provider in one line.
type brief struct{ error }

func (b brief) Unwrap() error { return b.error }

func (b brief) Error() string {
	var api smithy.APIError
	if errors.As(b.error, &api) {
		if api.ErrorMessage() == "" || api.ErrorMessage() == api.ErrorCode() {
			return api.ErrorCode()
		}
		return api.ErrorCode() + ": " + strings.TrimSuffix(api.ErrorMessage(), ".")
	}
	err := b.error
	if inner := errors.Unwrap(err); inner != nil && strings.HasPrefix(err.Error(), "blob (") {
		err = inner // gocloud.dev/blob adds the key
	}
	return strings.Join(strings.Fields(err.Error()), " ")
}
