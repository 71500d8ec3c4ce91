// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.envelope.MailRequest;

/// `Mail-parameters = esmtp-param *( SP esmtp-param )`. RFC 5321 §4.1.2.
///
/// An unknown parameter is refused with 555, a doubled or malformed one with 501 (THREATS S16).
final class MailParameterSyntax {
    private static final int MAX_SIZE_DIGITS = 20; // RFC 1870 §4

    private OptionalLong size = OptionalLong.empty();
    private Optional<MailParameters.Body> body = Optional.empty();
    private boolean smtpUtf8;
    private Optional<String> auth = Optional.empty();

    private MailParameterSyntax() {}

    static MailParameters parse(LineCursor in) {
        if (in.atEnd()) {
            return MailParameters.NONE;
        }
        MailParameterSyntax found = new MailParameterSyntax();
        while (in.skip(' ')) {
            found.parameter(in);
        }
        if (!in.atEnd()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new MailParameters(
                found.size,
                found.body.orElse(MailParameters.Body.SEVEN_BIT),
                found.smtpUtf8,
                found.auth,
                MailRequest.NONE,
                Optional.empty());
    }

    /// `esmtp-param = esmtp-keyword ["=" esmtp-value]`
    private void parameter(LineCursor in) {
        if (in.skipIgnoringCase("SIZE=")) {
            once(size.isEmpty());
            size = OptionalLong.of(sizeValue(in));
        } else if (in.skipIgnoringCase("BODY=")) {
            once(body.isEmpty());
            body = Optional.of(bodyValue(in));
        } else if (in.skipIgnoringCase("SMTPUTF8")) {
            once(!smtpUtf8);
            smtpUtf8 = true;
            mustEnd(in, Answers.UNKNOWN_PARAMETER);
        } else if (in.skipIgnoringCase("AUTH=")) {
            once(auth.isEmpty());
            auth = Optional.of(authValue(in));
        } else {
            throw new OutsideGrammar(
                    isKeyword(in) ? Answers.UNKNOWN_PARAMETER : Answers.BAD_PARAMETER);
        }
    }

    /// `size-value ::= 1*20DIGIT`; what no long holds is larger than any limit.
    private static long sizeValue(LineCursor in) {
        long octets = in.number(MAX_SIZE_DIGITS);
        if (octets < 0) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return octets;
    }

    /// `body-value = "7BIT" / "8BITMIME"`, RFC 6152 §3.
    private static MailParameters.Body bodyValue(LineCursor in) {
        MailParameters.Body value;
        if (in.skipIgnoringCase("8BITMIME")) {
            value = MailParameters.Body.EIGHT_BIT_MIME;
        } else if (in.skipIgnoringCase("7BIT")) {
            value = MailParameters.Body.SEVEN_BIT;
        } else {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        mustEnd(in, Answers.BAD_PARAMETER);
        return value;
    }

    private static String authValue(LineCursor in) {
        String value = in.word();
        if (value.isEmpty()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return Xtext.decode(value).orElseThrow(() -> new OutsideGrammar(Answers.BAD_PARAMETER));
    }

    private static void once(boolean first) {
        if (!first) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
    }

    private static void mustEnd(LineCursor in, SmtpReply otherwise) {
        if (!in.atEnd() && in.peek() != ' ') {
            throw new OutsideGrammar(in.peek() == '=' ? Answers.BAD_PARAMETER : otherwise);
        }
    }

    /// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`; a known one without the value that
    /// it needs is malformed.
    private static boolean isKeyword(LineCursor in) {
        String word = in.word();
        int equals = word.indexOf('=');
        String keyword = equals < 0 ? word : word.substring(0, equals);
        return switch (keyword.toUpperCase(java.util.Locale.ROOT)) {
            case "SIZE", "BODY", "AUTH", "" -> false;
            default -> keyword.chars().allMatch(MailParameterSyntax::isKeywordCharacter);
        };
    }

    private static boolean isKeywordCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
    }
}
