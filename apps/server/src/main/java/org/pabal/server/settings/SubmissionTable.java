// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// How much people of this host may send: `submission.*`.
public final class SubmissionTable {
    static final Section SECTION = new Section();

    public static final Setting<Integer> ACCOUNT_MAILS_PER_HOUR =
            SECTION.add(
                    "submission.mails-per-hour",
                    Form.COUNT,
                    "300",
                    "The most mails of one account in an hour.");
    public static final Setting<Integer> ACCOUNT_RECIPIENTS_PER_HOUR =
            SECTION.add(
                    "submission.recipients-per-hour",
                    Form.COUNT,
                    "1000",
                    "The most recipients of all mails of one account in an hour.");
    public static final Setting<Integer> ACCOUNT_MAILS_PER_DAY =
            SECTION.add(
                    "submission.mails-per-day",
                    Form.COUNT,
                    "2000",
                    "The most mails of one account in a day.");
    public static final Setting<Integer> ACCOUNT_RECIPIENTS_PER_DAY =
            SECTION.add(
                    "submission.recipients-per-day",
                    Form.COUNT,
                    "10000",
                    "The most recipients of all mails of one account in a day.");
    public static final Setting<Boolean> SHOW_CLIENT_ADDRESS =
            SECTION.add(
                    "submission.show-client-address",
                    Form.SWITCH,
                    "false",
                    "Whether the trace field of submitted mail tells where its author was.");

    private SubmissionTable() {}
}
