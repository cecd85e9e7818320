"""Who runs what: plan, worlds, pool, batch, parts, replicates, regions, memory, timing, folder."""
