DELETE FROM _new WHERE place IN (SELECT place FROM _removed);
