/** Imported before anything of Graphile's, which would ask for it on the console. */
process.env["GRAPHILE_ENV"] ??= "production";
