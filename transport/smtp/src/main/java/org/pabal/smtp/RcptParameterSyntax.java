// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;

/// `Rcpt-parameters = esmtp-param *( SP esmtp-param )`: NOTIFY and ORCPT of RFC 3461.
///
/// An unknown parameter is refused with 555, a doubled or malformed one with 501 (THREATS S16).
final class RcptParameterSyntax {
    private static final int MAX_ORCPT_OCTETS = 500; // RFC 3461 §4.2

    /// The address type of RFC 6533 §3.
    private static final String UTF_8 = "utf-8";

    private Optional<Set<Notify>> notifyOf = Optional.empty();
    private Optional<OriginalRecipient> original = Optional.empty();
    private boolean nonAscii;

    private RcptParameterSyntax() {}

    /// @param nonAscii whether a value holds non-ASCII, which needs SMTPUTF8 at MAIL
    record Parsed(RecipientRequest request, boolean nonAscii) {
        static final Parsed NOTHING = new Parsed(RecipientRequest.NONE, false);
    }

    static Parsed parse(LineCursor in) {
        if (in.atEnd()) {
            return Parsed.NOTHING;
        }
        RcptParameterSyntax found = new RcptParameterSyntax();
        while (in.skip(' ')) {
            found.take(EsmtpParameter.read(in));
        }
        if (!in.atEnd()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new Parsed(new RecipientRequest(found.notifyOf, found.original), found.nonAscii);
    }

    private void take(EsmtpParameter given) {
        switch (given.keyword()) {
            case "NOTIFY" -> {
                once(notifyOf.isEmpty());
                notifyOf = Optional.of(notifyValue(given.needValue()));
            }
            case "ORCPT" -> {
                once(original.isEmpty());
                original = Optional.of(originalRecipient(given.needValue()));
            }
            default -> throw new OutsideGrammar(Answers.UNKNOWN_PARAMETER);
        }
    }

    /// `notify-esmtp-value = "NEVER" / 1#( "SUCCESS" / "FAILURE" / "DELAY" )`. RFC 3461 §4.1.
    private static Set<Notify> notifyValue(String value) {
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        String upper = value.toUpperCase(Locale.ROOT);
        if (upper.equals("NEVER")) {
            return events;
        }
        for (String event : upper.split(",", -1)) {
            boolean first =
                    switch (event) {
                        case "SUCCESS" -> events.add(Notify.SUCCESS);
                        case "FAILURE" -> events.add(Notify.FAILURE);
                        case "DELAY" -> events.add(Notify.DELAY);
                        default -> false; // NEVER stands alone
                    };
            if (!first) {
                throw new OutsideGrammar(Answers.BAD_PARAMETER);
            }
        }
        return events;
    }

    /// `original-recipient-address = addr-type ";" xtext`. RFC 3461 §4.2; for the type `utf-8`,
    /// RFC 6533 §3.
    private OriginalRecipient originalRecipient(String value) {
        int semicolon = value.indexOf(';');
        if (value.length() > MAX_ORCPT_OCTETS
                || semicolon < 1
                || semicolon == value.length() - 1
                || !isAtom(value, semicolon)) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        String type = value.substring(0, semicolon).toLowerCase(Locale.ROOT);
        String address = value.substring(semicolon + 1);
        return new OriginalRecipient(type, type.equals(UTF_8) ? utf8(address) : xtext(address));
    }

    private static boolean isAtom(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || "()<>@,;:\\\".[]".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    private static String xtext(String address) {
        return Xtext.decode(address)
                .filter(Xtext::isPrintableAscii)
                .orElseThrow(() -> new OutsideGrammar(Answers.BAD_PARAMETER));
    }

    private String utf8(String octets) {
        nonAscii = octets.chars().anyMatch(c -> c >= 0x80);
        return Xtext.decodeUtf8Address(EsmtpParameter.utf8(octets))
                .orElseThrow(() -> new OutsideGrammar(Answers.BAD_PARAMETER));
    }

    private static void once(boolean first) {
        if (!first) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
    }
}
