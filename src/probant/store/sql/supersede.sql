UPDATE {table} SET _until = $batch WHERE rowid IN (SELECT earlier_place FROM _met WHERE NOT same);
