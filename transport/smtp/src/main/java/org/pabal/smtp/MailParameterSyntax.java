// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.ReturnContent;

/// `Mail-parameters = esmtp-param *( SP esmtp-param )`. RFC 5321 §4.1.2.
///
/// An unknown parameter is refused with 555, a doubled or malformed one with 501 (THREATS S16).
/// Whether a known one is offered to this client is for {@link Extensions#objection}.
final class MailParameterSyntax {
    private static final int MAX_SIZE_DIGITS = 20; // RFC 1870 §4
    private static final int MAX_ENVID_OCTETS = 100; // RFC 3461 §4.4
    private static final int MAX_HOLD_DIGITS = 9; // RFC 4865 §4

    /// `by-value = by-time ";" by-mode [by-trace]`, `by-time = ["-" / "+"] 1*9digit`. RFC 2852 §4.
    private static final Pattern BY = Pattern.compile("([+-]?[0-9]{1,9});([RN])(T?)");

    /// `priority-value = (["-"] NZDIGIT) / "0"`. RFC 6710 §5.
    private static final Pattern PRIORITY = Pattern.compile("-?[1-9]|0");

    private OptionalLong size = OptionalLong.empty();
    private Optional<MailParameters.Body> body = Optional.empty();
    private boolean smtpUtf8;
    private Optional<String> auth = Optional.empty();
    private Optional<ReturnContent> returned = Optional.empty();
    private Optional<String> envelopeId = Optional.empty();
    private boolean requireTls;
    private Optional<Integer> priority = Optional.empty();
    private Optional<DeliverBy> deliverBy = Optional.empty();
    private Optional<FutureRelease> release = Optional.empty();

    private MailParameterSyntax() {}

    static MailParameters parse(LineCursor in) {
        if (in.atEnd()) {
            return MailParameters.NONE;
        }
        MailParameterSyntax found = new MailParameterSyntax();
        while (in.skip(' ')) {
            found.take(EsmtpParameter.read(in));
        }
        if (!in.atEnd()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new MailParameters(
                found.size,
                found.body.orElse(MailParameters.Body.SEVEN_BIT),
                found.smtpUtf8,
                found.auth,
                found.request(),
                found.release);
    }

    private MailRequest request() {
        return returned.isEmpty()
                        && envelopeId.isEmpty()
                        && !requireTls
                        && priority.isEmpty()
                        && deliverBy.isEmpty()
                ? MailRequest.NONE
                : new MailRequest(returned, envelopeId, requireTls, priority.orElse(0), deliverBy);
    }

    private void take(EsmtpParameter given) {
        switch (given.keyword()) {
            case "SIZE" -> {
                once(size.isEmpty());
                size = OptionalLong.of(given.number(MAX_SIZE_DIGITS));
            }
            case "BODY" -> {
                once(body.isEmpty());
                body = Optional.of(bodyValue(given));
            }
            case "SMTPUTF8" -> {
                once(!smtpUtf8);
                given.mustBeAlone();
                smtpUtf8 = true;
            }
            case "AUTH" -> {
                once(auth.isEmpty());
                auth = Optional.of(xtext(given));
            }
            case "RET" -> {
                once(returned.isEmpty());
                returned = Optional.of(returnValue(given));
            }
            case "ENVID" -> {
                once(envelopeId.isEmpty());
                envelopeId = Optional.of(envelopeId(given));
            }
            case "REQUIRETLS" -> {
                once(!requireTls);
                given.mustBeAlone();
                requireTls = true;
            }
            case "MT-PRIORITY" -> {
                once(priority.isEmpty());
                priority = Optional.of(priorityValue(given));
            }
            case "BY" -> {
                once(deliverBy.isEmpty());
                deliverBy = Optional.of(byValue(given));
            }
            case "HOLDFOR" -> {
                once(release.isEmpty());
                release = Optional.of(holdFor(given));
            }
            case "HOLDUNTIL" -> {
                once(release.isEmpty());
                release = Optional.of(holdUntil(given));
            }
            default -> throw new OutsideGrammar(Answers.UNKNOWN_PARAMETER);
        }
    }

    /// `body-value = "7BIT" / "8BITMIME" / "BINARYMIME"`. RFC 6152 §3, RFC 3030 §3.
    private static MailParameters.Body bodyValue(EsmtpParameter given) {
        return switch (given.needValue().toUpperCase(Locale.ROOT)) {
            case "7BIT" -> MailParameters.Body.SEVEN_BIT;
            case "8BITMIME" -> MailParameters.Body.EIGHT_BIT_MIME;
            case "BINARYMIME" -> MailParameters.Body.BINARY_MIME;
            default -> throw new OutsideGrammar(Answers.BAD_PARAMETER);
        };
    }

    /// `ret-value = "FULL" / "HDRS"`. RFC 3461 §4.3.
    private static ReturnContent returnValue(EsmtpParameter given) {
        return switch (given.needValue().toUpperCase(Locale.ROOT)) {
            case "FULL" -> ReturnContent.FULL;
            case "HDRS" -> ReturnContent.HEADERS;
            default -> throw new OutsideGrammar(Answers.BAD_PARAMETER);
        };
    }

    /// Printable ASCII as xtext. RFC 3461 §4.4.
    private static String envelopeId(EsmtpParameter given) {
        String decoded = xtext(given);
        if (given.needValue().length() > MAX_ENVID_OCTETS || !Xtext.isPrintableAscii(decoded)) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return decoded;
    }

    private static int priorityValue(EsmtpParameter given) {
        String value = given.needValue();
        if (!PRIORITY.matcher(value).matches()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return Integer.parseInt(value);
    }

    /// A mail that is to be returned at its time needs a time that is to come. RFC 2852 §4.
    private static DeliverBy byValue(EsmtpParameter given) {
        Matcher value = BY.matcher(given.needValue().toUpperCase(Locale.ROOT));
        if (!value.matches()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        long seconds = Long.parseLong(value.group(1));
        boolean returns = value.group(2).equals("R");
        if (returns && seconds <= 0) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new DeliverBy(
                seconds,
                returns ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY,
                !value.group(3).isEmpty());
    }

    /// `future-release-interval = 1*9DIGIT`, in seconds, not zero.
    private static FutureRelease holdFor(EsmtpParameter given) {
        long seconds = given.number(MAX_HOLD_DIGITS);
        if (seconds == 0) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new FutureRelease.After(Duration.ofSeconds(seconds));
    }

    /// `date-time` of RFC 3339 §5.6, as RFC 4865 erratum 2040 says.
    private static FutureRelease holdUntil(EsmtpParameter given) {
        try {
            return new FutureRelease.At(
                    OffsetDateTime.parse(given.needValue().toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeException notATime) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
    }

    private static String xtext(EsmtpParameter given) {
        return Xtext.decode(given.needValue())
                .orElseThrow(() -> new OutsideGrammar(Answers.BAD_PARAMETER));
    }

    private static void once(boolean first) {
        if (!first) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
    }
}
