INSERT INTO _removed SELECT newer_place, 'duplicate' FROM _met WHERE same;
