// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.smtp.SmtpCommand.PathForm;

/// Turns a line into a command. Total: any octets give one. RFC 5321 §4.1.1.
///
/// The rules stand in the order of the RFC, the ABNF of each as its comment.
public final class SmtpParser {
    /// THREATS §4: RFC 5321 §4.5.3.1.4 asks for 512, the extensions' parameters for more.
    static final int MAX_COMMAND_OCTETS = 4096;

    /// RFC 4954 §4 asks for 12288.
    static final int MAX_AUTH_OCTETS = 16 * 1024;

    private static final int MAX_GREETING_NAME_OCTETS = 255; // RFC 5321 §4.5.3.1.2
    private static final int MAX_MECHANISM_OCTETS = 20; // RFC 4422 §3.1
    private static final int MAX_CHUNK_DIGITS = 18; // what a long holds

    private final Set<Leniency> tolerated;
    private final Consumer<Leniency> whenUsed;

    public SmtpParser(Set<Leniency> tolerated, Consumer<Leniency> whenUsed) {
        this.tolerated = Set.copyOf(tolerated);
        this.whenUsed = whenUsed;
    }

    public SmtpCommand parse(byte[] line) {
        try {
            return command(new LineCursor(line));
        } catch (OutsideGrammar outside) {
            return new SmtpCommand.Unparsable(outside.reply());
        }
    }

    private SmtpCommand command(LineCursor in) {
        if (in.holdsBareLineEnd()) {
            throw new OutsideGrammar(Answers.BARE_LINE_END); // RFC 5321 §2.3.8, THREATS S04
        }
        int verb = in.verb();
        if (in.length() > MAX_COMMAND_OCTETS && verb != Verb.AUTH) {
            throw new OutsideGrammar(Answers.LINE_TOO_LONG);
        }
        return switch (verb) {
            case Verb.EHLO -> new SmtpCommand.Ehlo(greetingName(in));
            case Verb.HELO -> new SmtpCommand.Helo(greetingName(in));
            case Verb.LHLO -> new SmtpCommand.Lhlo(greetingName(in));
            case Verb.MAIL -> mail(in);
            case Verb.RCPT -> rcpt(in);
            case Verb.DATA -> alone(in, new SmtpCommand.Data());
            case Verb.BDAT -> bdat(in);
            case Verb.RSET -> alone(in, new SmtpCommand.Rset());
            case Verb.NOOP -> noop(in);
            case Verb.VRFY -> new SmtpCommand.Vrfy(string(in));
            case Verb.EXPN -> new SmtpCommand.Expn(string(in));
            case Verb.HELP -> new SmtpCommand.Help();
            case Verb.QUIT -> alone(in, new SmtpCommand.Quit());
            case Verb.STARTTLS -> alone(in, new SmtpCommand.StartTls());
            case Verb.AUTH -> auth(in);
            default -> other(in);
        };
    }

    /// `ehlo = "EHLO" SP ( Domain / address-literal ) CRLF`
    ///
    /// Names outside that grammar are common (`MY_PC`, `localhost.`), and §4.1.4 forbids refusing
    /// a client for a wrong name, so printable ASCII is enough, less what would end or open
    /// something in the Received field that shows it (THREATS S18).
    private static String greetingName(LineCursor in) {
        if (!in.skip(' ') || in.atEnd() || in.remaining() > MAX_GREETING_NAME_OCTETS) {
            throw new OutsideGrammar(Answers.BAD_GREETING_NAME);
        }
        for (int i = in.position(); i < in.end(); i++) {
            int c = in.at(i);
            if (c <= ' ' || c >= 0x7F || "()<>\"\\,;@".indexOf(c) >= 0) {
                throw new OutsideGrammar(Answers.BAD_GREETING_NAME);
            }
        }
        return in.rest();
    }

    /// `mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF`
    private SmtpCommand mail(LineCursor in) {
        argument(in, " FROM:");
        LineCursor.Token written = path(in, PathSyntax.REVERSE);
        MailParameters parameters = MailParameterSyntax.parse(in);
        if (written.form() == PathForm.UTF_8 && !parameters.smtpUtf8()) {
            throw new OutsideGrammar(Answers.NEEDS_SMTPUTF8);
        }
        ReversePath from = PathSyntax.reversePath(written.text());
        return new SmtpCommand.Mail(from, parameters);
    }

    /// `rcpt = "RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path )
    /// [SP Rcpt-parameters] CRLF`
    private SmtpCommand rcpt(LineCursor in) {
        argument(in, " TO:");
        LineCursor.Token written = path(in, PathSyntax.FORWARD);
        ForwardPath to = PathSyntax.forwardPath(written.text());
        RcptParameterSyntax.Parsed parameters = RcptParameterSyntax.parse(in);
        PathForm form = parameters.nonAscii() ? PathForm.UTF_8 : written.form();
        return new SmtpCommand.Rcpt(to, form, parameters.request());
    }

    private void argument(LineCursor in, String keyword) {
        if (!in.skipIgnoringCase(keyword)) {
            throw new OutsideGrammar(Answers.BAD_SYNTAX);
        }
        if (in.peek() == ' ' && use(Leniency.SPACE_AFTER_COLON)) {
            in.skip(' ');
        }
    }

    private LineCursor.Token path(LineCursor in, PathSyntax syntax) {
        if (in.peek() == '<') {
            return in.bracketed(syntax);
        }
        if (in.atEnd() || in.peek() == ' ' || !use(Leniency.MISSING_ANGLE_BRACKETS)) {
            throw new OutsideGrammar(syntax.badAddress());
        }
        return in.bare(syntax);
    }

    private boolean use(Leniency leniency) {
        if (!tolerated.contains(leniency)) {
            return false;
        }
        whenUsed.accept(leniency);
        return true;
    }

    private static SmtpCommand alone(LineCursor in, SmtpCommand command) {
        if (!in.atEnd()) {
            throw new OutsideGrammar(Answers.NO_ARGUMENT_ALLOWED);
        }
        return command;
    }

    /// `bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] CR LF`, RFC 3030 §2.
    private static SmtpCommand bdat(LineCursor in) {
        long octets = in.skip(' ') ? in.number(MAX_CHUNK_DIGITS) : -1;
        boolean last = octets >= 0 && in.skipIgnoringCase(" LAST");
        if (octets < 0 || !in.atEnd()) {
            throw new OutsideGrammar(Answers.BAD_ARGUMENT); // THREATS S19
        }
        return new SmtpCommand.Bdat(octets, last);
    }

    /// `noop = "NOOP" [ SP String ] CRLF`
    private static SmtpCommand noop(LineCursor in) {
        if (in.holdsControl()) {
            throw new OutsideGrammar(Answers.BAD_SYNTAX);
        }
        return new SmtpCommand.Noop();
    }

    /// `vrfy = "VRFY" SP String CRLF`
    private static String string(LineCursor in) {
        if (!in.skip(' ') || in.atEnd() || in.holdsControl()) {
            throw new OutsideGrammar(Answers.BAD_ARGUMENT);
        }
        return in.rest();
    }

    /// `auth-command = "AUTH" SP sasl-mech [SP initial-response] CRLF`, RFC 4954 §8.
    private static SmtpCommand auth(LineCursor in) {
        if (!in.skip(' ')) {
            throw new OutsideGrammar(Answers.BAD_ARGUMENT);
        }
        String mechanism = in.word().toUpperCase(Locale.ROOT);
        if (mechanism.isEmpty()
                || mechanism.length() > MAX_MECHANISM_OCTETS
                || !mechanism.chars().allMatch(SmtpParser::isMechanismCharacter)) {
            throw new OutsideGrammar(Answers.BAD_ARGUMENT);
        }
        Optional<String> response = Optional.empty();
        if (in.skip(' ')) {
            response = Optional.of(in.word());
        }
        if (!in.atEnd() || response.isPresent() && response.get().isEmpty()) {
            throw new OutsideGrammar(Answers.BAD_ARGUMENT);
        }
        return new SmtpCommand.Auth(mechanism, response);
    }

    private static boolean isMechanismCharacter(int c) {
        return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static SmtpCommand other(LineCursor in) {
        String verb = in.firstWord();
        return switch (verb) {
            case "ETRN" -> new SmtpCommand.Etrn(string(behind(in, verb)));
            case "XCLIENT" -> new SmtpCommand.Xclient(behind(in, verb).rest());
            case "XFORWARD" -> new SmtpCommand.Xforward(behind(in, verb).rest());
            case "TURN", "ATRN", "SEND", "SAML", "SOML", "DEBUG", "WIZ" ->
                    new SmtpCommand.Retired(verb);
            case "GET",
                    "POST",
                    "PUT",
                    "HEAD",
                    "DELETE",
                    "OPTIONS",
                    "CONNECT",
                    "TRACE",
                    "PATCH",
                    "PRI" ->
                    new SmtpCommand.HttpRequest(verb);
            default -> throw new OutsideGrammar(Answers.UNKNOWN_COMMAND);
        };
    }

    private static LineCursor behind(LineCursor in, String verb) {
        boolean found = in.skipIgnoringCase(verb); // it was read from there
        assert found;
        return in;
    }

    /// The verbs as numbers, so that a line is dispatched without making a string.
    static final class Verb {
        static final int EHLO = 'E' << 24 | 'H' << 16 | 'L' << 8 | 'O';
        static final int HELO = 'H' << 24 | 'E' << 16 | 'L' << 8 | 'O';
        static final int LHLO = 'L' << 24 | 'H' << 16 | 'L' << 8 | 'O';
        static final int MAIL = 'M' << 24 | 'A' << 16 | 'I' << 8 | 'L';
        static final int RCPT = 'R' << 24 | 'C' << 16 | 'P' << 8 | 'T';
        static final int DATA = 'D' << 24 | 'A' << 16 | 'T' << 8 | 'A';
        static final int BDAT = 'B' << 24 | 'D' << 16 | 'A' << 8 | 'T';
        static final int RSET = 'R' << 24 | 'S' << 16 | 'E' << 8 | 'T';
        static final int NOOP = 'N' << 24 | 'O' << 16 | 'O' << 8 | 'P';
        static final int VRFY = 'V' << 24 | 'R' << 16 | 'F' << 8 | 'Y';
        static final int EXPN = 'E' << 24 | 'X' << 16 | 'P' << 8 | 'N';
        static final int HELP = 'H' << 24 | 'E' << 16 | 'L' << 8 | 'P';
        static final int QUIT = 'Q' << 24 | 'U' << 16 | 'I' << 8 | 'T';
        static final int AUTH = 'A' << 24 | 'U' << 16 | 'T' << 8 | 'H';
        static final int STARTTLS = 1; // the only one longer than four letters
    }
}
