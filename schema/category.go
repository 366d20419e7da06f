package schema

// This file defines the categories of providers in both forms.

// Category is a kind of provider, by its documented name.
type Category string

// The categories of the documented form.
const (
	CategoryATS        Category = "ats"
	CategoryHRIS       Category = "hris"
	CategoryHRISLegacy Category = "hrisLegacy"
	CategoryCRM        Category = "crm"
	CategoryIAM        Category = "iam"
	CategoryMarketing  Category = "marketing"
	CategoryLMS        Category = "lms"
	CategoryStackOne   Category = "stackOne"
	CategoryDocuments  Category = "documents"
	CategoryTicketing  Category = "ticketing"
	CategoryScreening  Category = "screening"
	CategoryMessaging  Category = "messaging"
	CategoryAccounting Category = "accounting"
)

// Values lists every category. It is the enum of the schema.
func (Category) Values() []Category {
	return []Category{
		CategoryATS,
		CategoryHRIS,
		CategoryHRISLegacy,
		CategoryCRM,
		CategoryIAM,
		CategoryMarketing,
		CategoryLMS,
		CategoryStackOne,
		CategoryDocuments,
		CategoryTicketing,
		CategoryScreening,
		CategoryMessaging,
		CategoryAccounting,
	}
}

// WireCategory is a kind of provider, as the API spells it.
type WireCategory string

// The categories of the wire form.
const (
	WireCategoryATS        WireCategory = "ats"
	WireCategoryHRIS       WireCategory = "hris"
	WireCategoryHRISLegacy WireCategory = "hris-legacy"
	WireCategoryCRM        WireCategory = "crm"
	WireCategoryIAM        WireCategory = "iam"
	WireCategoryMarketing  WireCategory = "marketing"
	WireCategoryLMS        WireCategory = "lms"
	WireCategoryStackOne   WireCategory = "stackone"
	WireCategoryDocuments  WireCategory = "documents"
	WireCategoryTicketing  WireCategory = "ticketing"
	WireCategoryScreening  WireCategory = "screening"
	WireCategoryMessaging  WireCategory = "messaging"
	WireCategoryAccounting WireCategory = "accounting"
)

// Values lists every category. It is the enum of the schema.
func (WireCategory) Values() []WireCategory {
	return []WireCategory{
		WireCategoryATS,
		WireCategoryHRIS,
		WireCategoryHRISLegacy,
		WireCategoryCRM,
		WireCategoryIAM,
		WireCategoryMarketing,
		WireCategoryLMS,
		WireCategoryStackOne,
		WireCategoryDocuments,
		WireCategoryTicketing,
		WireCategoryScreening,
		WireCategoryMessaging,
		WireCategoryAccounting,
	}
}
