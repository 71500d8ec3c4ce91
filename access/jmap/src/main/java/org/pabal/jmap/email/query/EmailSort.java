// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import java.util.List;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.email.view.Keywords;
import org.pabal.jmap.method.Sort;

/// One Comparator of Email/query. RFC 8621 §4.4.2.
///
/// @param flag of {@link By#HAS_KEYWORD} and its like; else empty
public record EmailSort(By by, boolean ascending, String flag) {

    /// Newest first, where nothing is asked.
    static final EmailSort NEWEST_FIRST = new EmailSort(By.RECEIVED_AT, false, "");

    /// What the order goes by.
    public enum By {
        RECEIVED_AT("receivedAt"),
        SIZE("size"),
        FROM("from"),
        TO("to"),
        SUBJECT("subject"),
        SENT_AT("sentAt"),
        /// When it comes back, or came back; of all others when they came first.
        SNOOZED_UNTIL("snoozedUntil"),
        HAS_KEYWORD("hasKeyword"),
        ALL_IN_THREAD_HAVE_KEYWORD("allInThreadHaveKeyword"),
        SOME_IN_THREAD_HAVE_KEYWORD("someInThreadHaveKeyword");

        private final String property;

        By(String property) {
            this.property = property;
        }

        /// For `emailQuerySortOptions`. RFC 8621 §1.3.1.
        public String property() {
            return property;
        }

        boolean isOfKeyword() {
            return switch (this) {
                case HAS_KEYWORD, ALL_IN_THREAD_HAVE_KEYWORD, SOME_IN_THREAD_HAVE_KEYWORD -> true;
                case RECEIVED_AT, SIZE, FROM, TO, SUBJECT, SENT_AT, SNOOZED_UNTIL -> false;
            };
        }

        boolean isOfThread() {
            return this == ALL_IN_THREAD_HAVE_KEYWORD || this == SOME_IN_THREAD_HAVE_KEYWORD;
        }

        /// Whether the stored record is needed.
        boolean isOfRecord() {
            return switch (this) {
                case FROM, TO, SUBJECT, SENT_AT -> true;
                case RECEIVED_AT,
                        SIZE,
                        SNOOZED_UNTIL,
                        HAS_KEYWORD,
                        ALL_IN_THREAD_HAVE_KEYWORD,
                        SOME_IN_THREAD_HAVE_KEYWORD ->
                        false;
            };
        }
    }

    /// @throws MethodError `unsupportedSort`, `invalidArguments`
    public static List<EmailSort> of(List<Sort> comparators) {
        return comparators.isEmpty()
                ? List.of(NEWEST_FIRST)
                : comparators.stream().map(EmailSort::of).toList();
    }

    private static EmailSort of(Sort comparator) {
        By by = by(comparator.property());
        String flag = "";
        if (by.isOfKeyword()) {
            String keyword = comparator.more().string("keyword");
            if (!Keywords.isKeyword(keyword)) {
                throw comparator.more().wrong("keyword", "must be a keyword");
            }
            flag = Keywords.flag(keyword);
        }
        comparator.more().nothingElse();
        return new EmailSort(by, comparator.isAscending(), flag);
    }

    private static By by(String property) {
        for (By by : By.values()) {
            if (by.property.equals(property)) {
                return by;
            }
        }
        throw MethodError.unsupportedSort("Emails are not sorted by " + property + ".");
    }
}
