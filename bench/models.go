package bench

// This file has Go types for some schemas of the corpus, as programs that read such files would declare
// them: with the properties that occur often.

// A LernaConfig is a lerna.json.
type LernaConfig struct {
	Schema      string   `json:"$schema,omitzero"`
	Lerna       string   `json:"lerna,omitzero"`
	Version     string   `json:"version,omitzero"`
	Packages    []string `json:"packages,omitzero"`
	NPMClient   string   `json:"npmClient,omitzero"`
	Workspaces  bool     `json:"useWorkspaces,omitzero"`
	UseNx       bool     `json:"useNx,omitzero"`
	IgnoreFiles []string `json:"ignoreChanges,omitzero"`
	Command     struct {
		Publish   LernaCommand `json:"publish,omitzero"`
		Version   LernaCommand `json:"version,omitzero"`
		Bootstrap LernaCommand `json:"bootstrap,omitzero"`
	} `json:"command,omitzero"`
}

// A LernaCommand is the configuration of a command of Lerna.
type LernaCommand struct {
	Message       string   `json:"message,omitzero"`
	IgnoreChanges []string `json:"ignoreChanges,omitzero"`
	Conventional  bool     `json:"conventionalCommits,omitzero"`
	Registry      string   `json:"registry,omitzero"`
	Exact         bool     `json:"exact,omitzero"`
	ClientArgs    []string `json:"npmClientArgs,omitzero"`
}

// A JSConfig is a jsconfig.json.
type JSConfig struct {
	Exclude         []string `json:"exclude,omitzero"`
	Include         []string `json:"include,omitzero"`
	CompilerOptions struct {
		BaseURL          string              `json:"baseUrl,omitzero"`
		Paths            map[string][]string `json:"paths,omitzero"`
		Target           string              `json:"target,omitzero"`
		Module           string              `json:"module,omitzero"`
		JSX              string              `json:"jsx,omitzero"`
		CheckJS          bool                `json:"checkJs,omitzero"`
		ModuleResolution string              `json:"moduleResolution,omitzero"`
		Lib              []string            `json:"lib,omitzero"`
		SyntheticImports bool                `json:"allowSyntheticDefaultImports,omitzero"`
		Decorators       bool                `json:"experimentalDecorators,omitzero"`
		Interop          bool                `json:"esModuleInterop,omitzero"`
		SkipLibCheck     bool                `json:"skipLibCheck,omitzero"`
		Strict           bool                `json:"strict,omitzero"`
	} `json:"compilerOptions,omitzero"`
}

// A VercelConfig is a vercel.json.
type VercelConfig struct {
	Schema    string        `json:"$schema,omitzero"`
	Version   int           `json:"version,omitzero"`
	Rewrites  []VercelRoute `json:"rewrites,omitzero"`
	Redirects []VercelRoute `json:"redirects,omitzero"`
	Headers   []struct {
		Source  string `json:"source"`
		Headers []struct {
			Key   string `json:"key"`
			Value string `json:"value"`
		} `json:"headers"`
	} `json:"headers,omitzero"`
	Routes        []VercelRoute  `json:"routes,omitzero"`
	Functions     map[string]any `json:"functions,omitzero"`
	CleanURLs     bool           `json:"cleanUrls,omitzero"`
	TrailingSlash bool           `json:"trailingSlash,omitzero"`
}

// A VercelRoute is a rewrite, a redirect or a route of Vercel.
type VercelRoute struct {
	Source      string `json:"source,omitzero"`
	Destination string `json:"destination,omitzero"`
	Src         string `json:"src,omitzero"`
	Dest        string `json:"dest,omitzero"`
	Permanent   *bool  `json:"permanent,omitzero"`
	StatusCode  *int   `json:"statusCode,omitzero"`
}

// A DenoConfig is a deno.json.
type DenoConfig struct {
	Tasks           map[string]string `json:"tasks,omitzero"`
	ImportMap       string            `json:"importMap,omitzero"`
	Imports         map[string]string `json:"imports,omitzero"`
	CompilerOptions map[string]any    `json:"compilerOptions,omitzero"`
	Format          struct {
		Files   DenoFiles `json:"files,omitzero"`
		Options struct {
			LineWidth   int  `json:"lineWidth,omitzero"`
			IndentWidth int  `json:"indentWidth,omitzero"`
			SingleQuote bool `json:"singleQuote,omitzero"`
			UseTabs     bool `json:"useTabs,omitzero"`
		} `json:"options,omitzero"`
	} `json:"fmt,omitzero"`
	Lint struct {
		Files DenoFiles `json:"files,omitzero"`
		Rules struct {
			Tags    []string `json:"tags,omitzero"`
			Include []string `json:"include,omitzero"`
			Exclude []string `json:"exclude,omitzero"`
		} `json:"rules,omitzero"`
	} `json:"lint,omitzero"`
}

// DenoFiles selects files.
type DenoFiles struct {
	Include []string `json:"include,omitzero"`
	Exclude []string `json:"exclude,omitzero"`
}
