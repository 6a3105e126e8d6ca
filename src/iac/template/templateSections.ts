/** The sections whose entries are read one by one: those of a ROS template, and those of a Pulumi project. */
export const resourceSections: ReadonlySet<string> = new Set(["Resources", "resources"]);

/** The sections that give names to values. */
export const valueSections: ReadonlySet<string> = new Set(["Parameters", "variables", "config", "configuration"]);
