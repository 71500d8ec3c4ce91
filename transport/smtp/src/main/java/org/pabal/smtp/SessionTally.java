// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

/// What a session has counted of its client, for the limits of THREATS §4.
final class SessionTally {
    /// Commands other than RCPT and BDAT before a mail is done: a client that needs more is playing.
    private static final int MAX_COMMANDS_WITHOUT_MAIL = 1_000;

    /// THREATS S28: 1 s, 2 s, 4 s… up to 32 s, for each unknown recipient.
    private static final int MAX_DELAY_DOUBLINGS = 5;

    /// THREATS S28: so many are no mistakes any more, and so are as many again.
    private static final int HARVEST = 10;

    private int errors;
    private int commandsWithoutMail;
    private int mails;
    private int junk;
    private int authenticationFailures;
    private int unknownRecipients;

    int error() {
        return ++errors;
    }

    /// @return false when there were too many
    boolean command(SmtpCommand command) {
        return command instanceof SmtpCommand.Rcpt
                || command instanceof SmtpCommand.Bdat(long octets, _) && octets > 0
                || ++commandsWithoutMail <= MAX_COMMANDS_WITHOUT_MAIL;
    }

    /// Counts a command that moves no mail on.
    int junk(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Noop _,
                    SmtpCommand.Rset _,
                    SmtpCommand.Vrfy _,
                    SmtpCommand.Expn _,
                    SmtpCommand.Help _,
                    SmtpCommand.Etrn _,
                    SmtpCommand.Ehlo _,
                    SmtpCommand.Helo _,
                    SmtpCommand.Lhlo _ ->
                    ++junk;
            default -> junk;
        };
    }

    /// A mail was taken or refused at its end.
    void mail() {
        mails++;
        commandsWithoutMail = 0;
        junk = 0;
    }

    int mails() {
        return mails;
    }

    int authenticationFailure() {
        return ++authenticationFailures;
    }

    /// Whether the guesses so far are reason to count them against the client.
    boolean isHarvest() {
        return unknownRecipients > 0 && unknownRecipients % HARVEST == 0;
    }

    /// The seconds that the reply to this guess is held back.
    long unknownRecipient() {
        return 1L << Math.min(unknownRecipients++, MAX_DELAY_DOUBLINGS);
    }
}
