// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.util.Locale;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.message.mime.HeaderField;

/// What a policy service wants done. Postfix's access(5).
sealed interface PolicyAction {

    /// Nothing against it; other checks have their say.
    record Pass() implements PolicyAction {}

    /// @param code 400 to 599
    record Refuse(int code, EnhancedStatus status, String text) implements PolicyAction {}

    record Warn(String text) implements PolicyAction {}

    record Prepend(HeaderField field) implements PolicyAction {}

    record Discard(String text) implements PolicyAction {}

    record Hold(String text) implements PolicyAction {}

    record Copy(ForwardPath to) implements PolicyAction {}

    /// Not an action, or not one that this server can carry out.
    record Unknown(String text) implements PolicyAction {}

    /// Total.
    ///
    /// @param text behind `action=`
    static PolicyAction parse(String text) {
        String[] parts = text.strip().split("[ \t]+", 2);
        String rest = parts.length > 1 ? parts[1].strip() : "";
        String word = parts[0].toUpperCase(Locale.ROOT);
        return switch (word) {
            // There is no later restriction of ours that could turn into a rejection.
            case "OK", "DUNNO", "DEFER_IF_REJECT" -> new Pass();
            case "REJECT" -> refuse(554, "5.7.1", rest, "Access denied");
            case "DEFER" -> refuse(450, "4.7.1", rest, "Access denied");
            case "DEFER_IF_PERMIT" -> refuse(450, "4.7.1", rest, "Service temporarily unavailable");
            case "WARN", "INFO" -> new Warn(printable(rest));
            case "PREPEND" -> prepend(text, rest);
            case "DISCARD" -> new Discard(printable(rest));
            case "HOLD" -> new Hold(printable(rest));
            case "BCC" ->
                    ForwardPath.parse("<" + rest + ">")
                            .<PolicyAction>map(Copy::new)
                            .orElseGet(() -> new Unknown(printable(text)));
            default ->
                    word.matches("[45][0-9][0-9]")
                            ? refuse(
                                    Integer.parseInt(word),
                                    word.charAt(0) + ".7.1",
                                    rest,
                                    "Access denied")
                            : word.matches("[0-9]+") ? new Pass() : new Unknown(printable(text));
        };
    }

    /// The text may begin with a status of its own.
    private static PolicyAction refuse(int code, String status, String text, String preset) {
        String[] parts = text.split(" +", 2);
        Optional<EnhancedStatus> own =
                EnhancedStatus.parse(parts[0]).filter(given -> given.statusClass() == code / 100);
        String words = own.isEmpty() ? text : parts.length > 1 ? parts[1] : "";
        return new Refuse(
                code,
                own.orElse(EnhancedStatus.of(status)),
                words.isEmpty() ? preset : printable(words));
    }

    private static PolicyAction prepend(String text, String field) {
        int colon = field.indexOf(':');
        String name = field.substring(0, Math.max(colon, 0));
        return name.matches("[!-9;-~]{1,200}")
                ? new Prepend(new HeaderField(name, field.substring(colon + 1)))
                : new Unknown(printable(text));
    }

    private static String printable(String text) {
        String brief = text.length() > 400 ? text.substring(0, 400) : text;
        return brief.replaceAll("[^ -~]", "?");
    }
}
