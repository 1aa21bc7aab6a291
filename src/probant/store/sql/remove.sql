DELETE FROM {table} WHERE rowid IN (SELECT place FROM _removed);
