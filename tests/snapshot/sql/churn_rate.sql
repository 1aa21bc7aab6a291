SELECT
  "t16"."start",
  "t16"."business",
  "t16"."area",
  "t16"."channel",
  "t16"."numerator",
  "t16"."denominator",
  CAST("t16"."numerator" AS DOUBLE) / NULLIF(CAST("t16"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t15"."start",
    "t15"."business",
    "t15"."area",
    "t15"."channel",
    SUM("t15"."numerator") AS "numerator",
    SUM("t15"."denominator") AS "denominator"
  FROM (
    SELECT
      "t14"."day",
      "t14"."business",
      "t14"."area",
      "t14"."channel",
      "t14"."left" AS "numerator",
      "t14"."customers" AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t14"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t10"."business",
        "t10"."area",
        "t10"."channel",
        "t10"."customers",
        "t13"."start" AS "day",
        CASE
          WHEN COALESCE(
            "t10"."ended_on" < CAST(CAST("t13"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE),
            FALSE
          )
          THEN "t10"."customers"
          ELSE 0
        END AS "left"
      FROM (
        SELECT
          "t4"."business",
          "t4"."area",
          "t4"."channel",
          "t4"."acquired_on",
          "t4"."ended_on",
          COUNT(*) AS "customers"
        FROM (
          SELECT
            "t1"."customer",
            "t1"."business",
            "t1"."area",
            "t1"."acquired_on",
            "t1"."ended_on",
            "t1"."channel",
            "t1"."segment"
          FROM "customers" AS "t1"
          SEMI JOIN (
            SELECT
              *
            FROM "customers" AS "t0"
            WHERE
              "t0"."ended_on" IS NOT NULL
          ) AS "t3"
            ON "t1"."business" = "t3"."business"
        ) AS "t4"
        GROUP BY
          1,
          2,
          3,
          4,
          5
      ) AS "t10"
      INNER JOIN (
        SELECT DISTINCT
          "t11"."business",
          CAST(DATE_TRUNC('WEEK', CAST("t11"."day" AS TIMESTAMP)) AS DATE) AS "start"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."business",
                "t1"."acquired_on" AS "day"
              FROM "customers" AS "t1"
              SEMI JOIN (
                SELECT
                  *
                FROM "customers" AS "t0"
                WHERE
                  "t0"."ended_on" IS NOT NULL
              ) AS "t3"
                ON "t1"."business" = "t3"."business"
            ) AS "t5"
          ) AS "t8"
          UNION ALL
          SELECT
            *
          FROM (
            SELECT
              *
            FROM (
              SELECT
                "t1"."business",
                "t1"."ended_on" AS "day"
              FROM "customers" AS "t1"
              SEMI JOIN (
                SELECT
                  *
                FROM "customers" AS "t0"
                WHERE
                  "t0"."ended_on" IS NOT NULL
              ) AS "t3"
                ON "t1"."business" = "t3"."business"
            ) AS "t6"
          ) AS "t9"
        ) AS "t11"
        WHERE
          CAST(DATE_TRUNC('WEEK', CAST("t11"."day" AS TIMESTAMP)) AS DATE) IS NOT NULL
      ) AS "t13"
        ON "t10"."business" = "t13"."business"
        AND "t10"."acquired_on" < "t13"."start"
        AND (
          (
            "t10"."ended_on" IS NULL
          ) OR (
            "t10"."ended_on" >= "t13"."start"
          )
        )
    ) AS "t14"
    WHERE
      "t14"."day" IS NOT NULL
      AND "t14"."left" IS NOT NULL
      AND "t14"."customers" IS NOT NULL
  ) AS "t15"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t16"
ORDER BY
  "t16"."start" ASC,
  "t16"."business" ASC,
  "t16"."area" ASC,
  "t16"."channel" ASC
