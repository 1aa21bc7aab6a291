SELECT
  "t12"."start",
  "t12"."business",
  "t12"."area",
  "t12"."channel",
  "t12"."numerator",
  "t12"."denominator",
  CAST("t12"."numerator" AS DOUBLE) / NULLIF(CAST("t12"."denominator" AS DOUBLE), 0) AS "value"
FROM (
  SELECT
    "t11"."start",
    "t11"."business",
    "t11"."area",
    "t11"."channel",
    SUM("t11"."numerator") AS "numerator",
    SUM("t11"."denominator") AS "denominator"
  FROM (
    SELECT
      "t10"."day",
      "t10"."business",
      "t10"."area",
      "t10"."channel",
      "t10"."numerator",
      "t10"."denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t10"."day" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        *
      FROM (
        SELECT
          "t8"."day",
          "t8"."business",
          "t8"."area",
          "t8"."channel",
          "t8"."margin" AS "numerator",
          CAST(NULL AS DECIMAL(18, 4)) AS "denominator"
        FROM (
          SELECT
            "t7"."business",
            "t7"."customer",
            "t7"."area",
            "t7"."channel",
            "t7"."day",
            CASE
              WHEN SUM(CAST("t7"."margin" IS NULL AS BIGINT)) = 0
              THEN SUM("t7"."margin")
              ELSE CAST(NULL AS DECIMAL(38, 4))
            END AS "margin",
            CASE
              WHEN SUM(
                CAST(CASE WHEN "t7"."age" <= 90 THEN "t7"."margin" ELSE CAST(0 AS DECIMAL(18, 4)) END IS NULL AS BIGINT)
              ) = 0
              THEN SUM(CASE WHEN "t7"."age" <= 90 THEN "t7"."margin" ELSE CAST(0 AS DECIMAL(18, 4)) END)
              ELSE CAST(NULL AS DECIMAL(38, 4))
            END AS "early_margin",
            MAX(CAST((
              "t7"."age" <= 90
            ) AND (
              "t7"."age" > 0
            ) AS BIGINT)) = 1 AS "came_back"
          FROM (
            SELECT
              "t3"."business",
              "t3"."customer",
              "t3"."area",
              "t3"."channel",
              "t6"."margin",
              "t3"."acquired_on" AS "day",
              DATE_DIFF('DAY', "t3"."acquired_on", "t6"."ordered_on") AS "age"
            FROM "customers" AS "t3"
            INNER JOIN (
              SELECT
                "t2"."business",
                "t2"."customer",
                "t2"."margin",
                "t2"."day" AS "ordered_on"
              FROM "conversions" AS "t2"
              WHERE
                "t2"."kind" = 'order'
            ) AS "t6"
              ON "t3"."business" = "t6"."business" AND "t3"."customer" = "t6"."customer"
          ) AS "t7"
          GROUP BY
            1,
            2,
            3,
            4,
            5
        ) AS "t8"
        WHERE
          "t8"."day" IS NOT NULL
      ) AS "t9"
      UNION ALL
      SELECT
        *
      FROM (
        SELECT
          CAST("t0"."day" AS DATE) AS "day",
          CAST("t0"."business" AS TEXT) AS "business",
          CAST("t0"."area" AS TEXT) AS "area",
          CAST("t0"."channel" AS TEXT) AS "channel",
          CAST(NULL AS DECIMAL(38, 4)) AS "numerator",
          CAST("t0"."amount" AS DECIMAL(18, 4)) AS "denominator"
        FROM "spend" AS "t0"
        WHERE
          "t0"."day" IS NOT NULL
      ) AS "t4"
    ) AS "t10"
  ) AS "t11"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t12"
ORDER BY
  "t12"."start" ASC,
  "t12"."business" ASC,
  "t12"."area" ASC,
  "t12"."channel" ASC
