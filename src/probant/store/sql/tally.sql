SELECT count(*) FILTER (why = 'duplicate'), count(*) FILTER (why = 'contradiction') FROM _removed;
