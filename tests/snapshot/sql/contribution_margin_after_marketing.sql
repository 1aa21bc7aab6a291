SELECT
  "t8"."start",
  "t8"."business",
  "t8"."area",
  "t8"."numerator",
  "t8"."denominator",
  "t8"."numerator" AS "value"
FROM (
  SELECT
    "t7"."start",
    "t7"."business",
    "t7"."area",
    SUM("t7"."numerator") AS "numerator",
    SUM("t7"."denominator") AS "denominator"
  FROM (
    SELECT
      "t6"."start" AS "day",
      "t6"."business",
      "t6"."area",
      "t6"."numerator" - "t6"."denominator" AS "numerator",
      CAST(NULL AS BIGINT) AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t6"."start" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t5"."start",
        "t5"."business",
        "t5"."area",
        SUM("t5"."numerator") AS "numerator",
        SUM("t5"."denominator") AS "denominator"
      FROM (
        SELECT
          "t4"."day",
          "t4"."business",
          "t4"."area",
          "t4"."numerator",
          "t4"."denominator",
          CAST(DATE_TRUNC('WEEK', CAST("t4"."day" AS TIMESTAMP)) AS DATE) AS "start"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              CAST("t0"."day" AS DATE) AS "day",
              CAST("t0"."business" AS TEXT) AS "business",
              CAST("t0"."area" AS TEXT) AS "area",
              "t0"."contribution_margin" AS "numerator",
              CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
            FROM "outcomes" AS "t0"
            WHERE
              "t0"."day" IS NOT NULL
          ) AS "t2"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              CAST("t1"."day" AS DATE) AS "day",
              CAST("t1"."business" AS TEXT) AS "business",
              CAST("t1"."area" AS TEXT) AS "area",
              CAST(NULL AS DECIMAL(18, 4)) AS "numerator",
              CAST("t1"."amount" AS DECIMAL(18, 4)) AS "denominator"
            FROM "spend" AS "t1"
            WHERE
              "t1"."day" IS NOT NULL
          ) AS "t3"
        ) AS "t4"
      ) AS "t5"
      GROUP BY
        1,
        2,
        3
    ) AS "t6"
    WHERE
      "t6"."start" IS NOT NULL
  ) AS "t7"
  GROUP BY
    1,
    2,
    3
) AS "t8"
ORDER BY
  "t8"."start" ASC,
  "t8"."business" ASC,
  "t8"."area" ASC
