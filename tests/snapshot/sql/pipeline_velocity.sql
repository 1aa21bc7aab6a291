SELECT
  "t10"."start",
  "t10"."business",
  "t10"."area",
  "t10"."channel",
  "t10"."numerator",
  "t10"."denominator",
  "t10"."numerator" / NULLIF("t10"."denominator", 0) AS "value"
FROM (
  SELECT
    "t9"."start",
    "t9"."business",
    "t9"."area",
    "t9"."channel",
    SUM("t9"."numerator") AS "numerator",
    SUM("t9"."denominator") AS "denominator"
  FROM (
    SELECT
      "t8"."start" AS "day",
      "t8"."business",
      "t8"."area",
      "t8"."channel",
      "t8"."worked" * "t8"."share" * "t8"."amount" AS "numerator",
      "t8"."days" AS "denominator",
      CAST(DATE_TRUNC('WEEK', CAST("t8"."start" AS TIMESTAMP)) AS DATE) AS "start"
    FROM (
      SELECT
        "t7"."start",
        "t7"."business",
        "t7"."area",
        "t7"."channel",
        COUNT(*) AS "worked",
        AVG(
          CAST((
            "t7"."closed_on" < CAST(CAST("t7"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE)
          )
          AND "t7"."state" IN ('won', 'lost')
          AND (
            "t7"."state" = 'won'
          ) AS BIGINT)
        ) FILTER(WHERE
          (
            "t7"."closed_on" < CAST(CAST("t7"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE)
          )
          AND "t7"."state" IN ('won', 'lost')) AS "share",
        AVG(CAST("t7"."amount" AS DOUBLE)) FILTER(WHERE
          (
            "t7"."closed_on" < CAST(CAST("t7"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE)
          )
          AND "t7"."state" IN ('won', 'lost')
          AND (
            "t7"."state" = 'won'
          )) AS "amount",
        AVG(DATE_DIFF('DAY', "t7"."created_on", "t7"."closed_on")) FILTER(WHERE
          (
            "t7"."closed_on" < CAST(CAST("t7"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE)
          )
          AND "t7"."state" IN ('won', 'lost')
          AND (
            "t7"."state" = 'won'
          )) AS "days"
      FROM (
        SELECT
          "t1"."deal",
          "t1"."business",
          "t1"."area",
          "t1"."lead",
          "t1"."created_on",
          "t1"."closed_on",
          "t1"."state",
          "t1"."currency",
          "t1"."amount",
          "t1"."channel",
          "t1"."sourced_by_marketing",
          "t1"."influenced_by_marketing",
          "t6"."business_of",
          "t6"."start"
        FROM "deals" AS "t1"
        INNER JOIN (
          SELECT DISTINCT
            "t4"."business" AS "business_of",
            CAST(DATE_TRUNC('WEEK', CAST("t4"."day" AS TIMESTAMP)) AS DATE) AS "start"
          FROM (
            SELECT
              *
            FROM (
              SELECT
                CAST("t0"."business" AS TEXT) AS "business",
                CAST("t0"."created_on" AS DATE) AS "day"
              FROM "deals" AS "t0"
            ) AS "t3"
            UNION ALL
            SELECT
              *
            FROM (
              SELECT
                CAST("t0"."business" AS TEXT) AS "business",
                "t0"."closed_on" AS "day"
              FROM "deals" AS "t0"
            ) AS "t2"
          ) AS "t4"
          WHERE
            CAST(DATE_TRUNC('WEEK', CAST("t4"."day" AS TIMESTAMP)) AS DATE) IS NOT NULL
        ) AS "t6"
          ON "t1"."business" = "t6"."business_of"
          AND "t1"."created_on" < CAST(CAST("t6"."start" AS TIMESTAMP) + INTERVAL '1' WEEK AS DATE)
          AND (
            (
              "t1"."closed_on" IS NULL
            ) OR (
              "t1"."closed_on" >= "t6"."start"
            )
          )
      ) AS "t7"
      GROUP BY
        1,
        2,
        3,
        4
    ) AS "t8"
    WHERE
      "t8"."start" IS NOT NULL
      AND (
        "t8"."worked" * "t8"."share" * "t8"."amount"
      ) IS NOT NULL
      AND "t8"."days" IS NOT NULL
  ) AS "t9"
  GROUP BY
    1,
    2,
    3,
    4
) AS "t10"
ORDER BY
  "t10"."start" ASC,
  "t10"."business" ASC,
  "t10"."area" ASC,
  "t10"."channel" ASC
