CREATE TEMP TABLE _removed (place BIGINT, why VARCHAR);
