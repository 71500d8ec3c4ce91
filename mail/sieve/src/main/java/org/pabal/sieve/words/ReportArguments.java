// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;

/// `[:notify "value"] [:ret "FULL" / "HDRS"]` of a redirect: redirect-dsn, RFC 6009 §5.
record ReportArguments(Optional<List<Notify>> notifyOf, Optional<ReturnContent> returned) {

    static ReportArguments read(Arguments in) throws ScriptError {
        Optional<String> events = in.taggedConstant(Extension.REDIRECT_DSN, "notify");
        Optional<List<Notify>> notifyOf =
                events.isPresent() ? Optional.of(events(in, events.get())) : Optional.empty();
        Optional<String> content = in.taggedConstant(Extension.REDIRECT_DSN, "ret");
        Optional<ReturnContent> returned =
                content.isPresent() ? Optional.of(content(in, content.get())) : Optional.empty();
        return new ReportArguments(notifyOf, returned);
    }

    /// `"NEVER"` alone, or some of `"SUCCESS,FAILURE,DELAY"`. RFC 3461 §4.1
    private static List<Notify> events(Arguments in, String value) throws ScriptError {
        if (value.equalsIgnoreCase("never")) {
            return List.of();
        }
        Set<Notify> events = EnumSet.noneOf(Notify.class);
        for (String event : value.split(",", -1)) {
            switch (event.strip().toUpperCase(Locale.ROOT)) {
                case "SUCCESS" -> events.add(Notify.SUCCESS);
                case "FAILURE" -> events.add(Notify.FAILURE);
                case "DELAY" -> events.add(Notify.DELAY);
                default ->
                        throw in.error(
                                "`:notify` takes \"NEVER\", or \"SUCCESS\", \"FAILURE\" and"
                                        + " \"DELAY\" with commas between them");
            }
        }
        return List.copyOf(events);
    }

    private static ReturnContent content(Arguments in, String value) throws ScriptError {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> ReturnContent.FULL;
            case "HDRS" -> ReturnContent.HEADERS;
            default -> throw in.error("`:ret` takes \"FULL\" or \"HDRS\"");
        };
    }
}
