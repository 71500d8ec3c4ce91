// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Every test by its name, with the points it gives unless the settings say otherwise: the one table.
///
/// What each means stands in English and Korean in `rules/tests_en.properties` and
/// `rules/tests_ko.properties`, and in docs/operations/spam.md. Points are chosen so that no weak test
/// decides alone: 5 and more is spam. Those of 0 inform.
public enum SpamTest {
    // Who vouches for the mail
    SPF_PASS(-0.1),
    SPF_FAIL(2.0),
    SPF_SOFTFAIL(0.7),
    SPF_HELO_FAIL(1.0),
    DKIM_VALID(-0.1),
    DKIM_VALID_AU(-0.2),
    DKIM_INVALID(0.2),
    DMARC_PASS(-0.3),
    DMARC_FAIL(1.0),
    DMARC_FAIL_STRICT(3.0),
    ARC_PASS(-0.5),
    IPREV_FAIL(0.5),
    HELO_ADDRESS(1.0),
    HELO_SINGLE_LABEL(0.5),
    HELO_OURS(2.5),

    // Who says to have written it
    FROM_MISSING(1.0),
    FROM_INVALID(1.0),
    FROM_TWICE(1.0),
    FROM_DIGITS(0.4),
    FROM_WITHOUT_NAME(0.5),
    FROM_OURS(2.0),
    FREEMAIL_FORGED_DIGITS(1.0),
    FREEMAIL_FORGED(1.6),
    REPLYTO_FREEMAIL(1.0),
    REPLYTO_OTHER(0.4),

    // Whom it says it is for
    TO_UNDISCLOSED(0.9),
    TO_MISSING(0.3),
    TO_EMPTY(0.5),
    TO_INVALID(0.5),
    TO_MANY(1.0),
    TO_SORTED(1.0),
    TO_IS_FROM(0.5),
    TO_NOT_NAMED(0.3),

    // The subject
    SUBJECT_MISSING(0.5),
    SUBJECT_EMPTY(0.5),
    SUBJECT_SPACED(1.0),
    SUBJECT_TRACKED(1.7),
    SUBJECT_MONEY(0.3),
    SUBJECT_ADV(1.0),
    SUBJECT_KOREAN_AD(0.3),
    SUBJECT_KOREAN_AD_DISGUISED(2.5),
    SUBJECT_ALL_CAPITALS(1.0),
    SUBJECT_CAPITALS(0.4),
    SUBJECT_EXCLAIMS(0.3),
    SUBJECT_EXCLAIMS_MUCH(0.9),
    SUBJECT_ASKS_AND_EXCLAIMS(0.3),
    REPLY_WITHOUT_THREAD(0.2),
    REPLY_IN_THREAD(-0.3),

    // The date
    DATE_MISSING(1.0),
    DATE_INVALID(1.0),
    DATE_WITHOUT_ZONE(1.2),
    DATE_ODD_ZONE(2.0),
    DATE_WRONG_DAY(1.5),
    DATE_FAR_AHEAD(1.5),
    DATE_AHEAD(0.9),
    DATE_LONG_PAST(0.8),
    DATE_PAST(0.3),

    // The message id
    MSGID_MISSING(1.2),
    MSGID_INVALID(0.9),
    MSGID_FROM_RELAY(2.1),
    MSGID_FORGED_OUTLOOK(1.7),

    // The program
    MAILER_FORGED(1.9),
    MAILER_NONSENSE(1.5),
    MAILER_FOR_BULK(1.0),
    PRIORITY_WITHOUT_MAILER(0.6),
    PRIORITY_HIGH(0.4),

    // The way
    RELAY_IMPOSSIBLE_ADDRESS(1.5),
    DATE_FROM_RELAY(0.8),
    RELAY_BELOW_FIELDS(0.3),
    RELAY_CLAIMS_PROVIDER(1.0),
    RELAY_GREETS_AS_NUMBER(0.7),
    CLIENT_ACCESS_LINE(0.8),

    // Mail to many
    LIST_DISCUSSION(-0.5),
    LIST_ONE_CLICK(-0.2),

    // MIME
    MIME_HTML_ONLY(0.5),
    MIME_HTML_WITHOUT_CHARSET(0.4),
    MIME_SINGLE_PART(0.8),
    MIME_AMBIGUOUS(1.0),
    MIME_NEEDLESS_BASE64(0.5),

    // The text
    BODY_QUOTES(-0.3),
    BODY_EMPTY(0.5),
    BODY_ALL_CAPITALS(1.0),
    BODY_CAPITALS(0.8),
    BODY_EXCLAIMS(0.7),

    // What the words are after
    PHRASES_MONEY_1(0.5),
    PHRASES_MONEY_2(1.1),
    PHRASES_MONEY_3(1.7),
    PHRASES_PRIZE_1(0.5),
    PHRASES_PRIZE_2(1.2),
    PHRASES_PRIZE_3(2.0),
    PHRASES_CREDIT_1(0.6),
    PHRASES_CREDIT_2(1.3),
    PHRASES_CREDIT_3(2.0),
    PHRASES_STOCKS_1(0.4),
    PHRASES_STOCKS_2(1.3),
    PHRASES_STOCKS_3(2.6),
    PHRASES_PILLS_1(0.6),
    PHRASES_PILLS_2(1.4),
    PHRASES_PILLS_3(2.4),
    PHRASES_DIET_1(0.7),
    PHRASES_DIET_2(1.3),
    PHRASES_DIET_3(1.8),
    PHRASES_ADULT_1(1.0),
    PHRASES_ADULT_2(1.8),
    PHRASES_ADULT_3(2.6),
    PHRASES_GAMBLING_1(0.7),
    PHRASES_GAMBLING_2(1.6),
    PHRASES_GAMBLING_3(2.5),
    PHRASES_FRAUD_1(0.7),
    PHRASES_FRAUD_2(1.9),
    PHRASES_FRAUD_3(3.8),
    PHRASES_PHISHING_1(0.5),
    PHRASES_PHISHING_2(1.6),
    PHRASES_PHISHING_3(2.8),
    PHRASES_EXTORTION_1(0.5),
    PHRASES_EXTORTION_2(1.8),
    PHRASES_EXTORTION_3(3.0),
    PHRASES_GOODS_1(0.4),
    PHRASES_GOODS_2(0.8),
    PHRASES_GOODS_3(1.2),
    PHRASES_BULK_1(0.5),
    PHRASES_BULK_2(1.1),
    PHRASES_BULK_3(1.7),
    PHRASES_SALES_1(0.5),
    PHRASES_SALES_2(1.2),
    PHRASES_SALES_3(1.8),
    PHRASES_URGE_1(0.3),
    PHRASES_URGE_2(0.8),
    PHRASES_URGE_3(1.2),
    PHRASES_REMOVAL_1(0.3),
    PHRASES_REMOVAL_2(1.2),
    PHRASES_REMOVAL_3(2.2),
    PHRASES_EXCUSE_1(0.3),
    PHRASES_EXCUSE_2(1.0),
    PHRASES_EXCUSE_3(1.6),
    PHRASES_FORM_1(0.5),
    PHRASES_FORM_2(1.1),
    PHRASES_FORM_3(1.7),

    // Words alone decide nothing: takes back what they give beyond 4.5 points
    PHRASES_LIMIT(0),

    // Names that are meant to be taken for others
    NAME_TURNED(2.5),
    NAME_MIXED_SCRIPTS(1.5),
    NAME_SHOWS_OTHER_ADDRESS(0.8),
    NAME_SHOWS_OUR_ADDRESS(3.0),
    SENDER_LOOKS_LIKE_US(3.0),
    SENDER_NEARLY_US(1.2),
    SENDER_OTHER_SUFFIX(0.2),

    // Where links lead
    LINK_LOOKS_LIKE_US(2.5),
    LINK_SHOWS_OTHER_HOST(0.8),
    LINK_TO_ADDRESS(1.7),
    IMAGE_FROM_ADDRESS(1.0),
    LINK_DISGUISED_ADDRESS(2.5),
    LINK_USER_IN_FRONT(1.5),
    LINK_ENCODED_HOST(2.0),
    LINK_ODD_SLASHES(0.6),
    LINK_ODD_PORT(0.5),
    LINK_MIXED_SCRIPTS(2.5),
    LINK_REDIRECT(0.1),
    LINK_SCRIPT(1.0),

    // What HTML is used for
    HTML_HIDDEN_TEXT(1.0),
    HTML_TEXT_IN_BACKGROUND_COLOUR(2.0),
    HTML_TINY_TEXT(1.0),
    HTML_WORDS_CUT(3.0),
    HTML_LETTERS_DISGUISED(1.0),
    HTML_UNKNOWN_TAGS(1.0),
    HTML_MORE_COMMENT_THAN_TEXT(0.5),
    HTML_OTHER_THAN_TEXT(0.8),
    HTML_ONLY_IMAGES(0.7),
    HTML_MOSTLY_IMAGES(0.6),
    HTML_PIXEL(0.1),
    HTML_ASKS_PASSWORD(2.5),
    HTML_FORM(0.2),
    HTML_SCRIPT(0.2),
    HTML_FRAME(0.1),
    HTML_REFRESH(1.0),
    HTML_BASE(0.1),
    HTML_DATA_DOCUMENT(1.5),

    // Files
    FILE_PROGRAM(3.5),
    FILE_PROGRAM_INSIDE(3.0),
    FILE_SCRIPT(3.5),
    FILE_SHORTCUT(4.0),
    FILE_MACROS(1.5),
    FILE_ACTIVE_CONTENT(0.8),
    FILE_STARTS_OTHERS(2.0),
    FILE_HTML_PAGE(0.5),
    FILE_ACTIVE_HTML_PAGE(2.0),
    FILE_DISK_IMAGE(2.5),
    FILE_ENCRYPTED(0.5),
    FILE_UNSCANNABLE(1.0),
    FILE_OTHER_KIND(1.5),
    FILE_DOUBLE_EXTENSION(2.5),
    FILE_TURNED_NAME(3.0),
    FILE_LONG_GAP_IN_NAME(2.5),
    FILE_AMBIGUOUS(0.7),

    // Characters
    CHARSET_UTF7(2.0),
    CHARSET_UNKNOWN(0.5),
    CHARSET_OTHER(0.5),
    CHARSET_RAW_HEADER(0.3),
    CHARSET_SUBJECT_DIFFERS(1.0),
    ENCODING_GARBLED(0.3),
    TEXT_INVISIBLE_CHARACTERS(1.0),

    // What was learnt
    BAYES_00(-3.0),
    BAYES_05(-1.8),
    BAYES_20(-1.0),
    BAYES_40(-0.5),
    BAYES_50(0),
    BAYES_60(1.5),
    BAYES_80(2.8),
    BAYES_95(3.8),
    BAYES_99(4.5),
    BAYES_999(6.0),

    // Who has written before, and to whom
    KNOWN_CORRESPONDENT(-6.0),
    REPLY_TO_OWN_MAIL(-4.0),
    KNOWN_SENDER(-1.0),
    FIRST_MAIL(0),
    HISTORY_GOOD(-0.7),
    HISTORY_BAD(2.0),

    // The same text again
    BULK_KNOWN(3.5),
    BULK_MANY(0.8),

    // Whom somebody here lets in, or keeps out
    ALLOWED_SENDER(-100.0),
    ALLOWED_UNPROVED(0.0),
    BLOCKED_SENDER(100.0),
    RELEASED(0),

    // The text that exists to be found
    GTUBE(1000.0);

    private static final Map<String, SpamTest> BY_NAME = byName();

    private final double points;

    SpamTest(double points) {
        this.points = points;
    }

    public double points() {
        return points;
    }

    public Finding found() {
        return new Finding(name(), points);
    }

    /// @param detail what of the mail it is about; see {@link Finding#detail}
    public Finding found(String detail) {
        return new Finding(name(), points, detail);
    }

    public static Optional<SpamTest> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    private static Map<String, SpamTest> byName() {
        Map<String, SpamTest> tests = new HashMap<>();
        for (SpamTest test : values()) {
            tests.put(test.name(), test);
        }
        return Map.copyOf(tests);
    }
}
