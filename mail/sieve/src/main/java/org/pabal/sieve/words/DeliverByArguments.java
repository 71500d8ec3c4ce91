// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.DeliverBy.Mode;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;

/// `[:bytimerelative <rlimit: number> / :bytimeabsolute <alimit: string>
/// [:bymode "notify" / "return"] [:bytrace]]` of a redirect: redirect-deliverby, RFC 6009 §6.
record DeliverByArguments(OptionalLong seconds, Optional<Text> moment, Mode mode, boolean trace) {

    static DeliverByArguments read(Arguments in) throws ScriptError {
        OptionalLong seconds = in.taggedNumber(Extension.REDIRECT_DELIVERBY, "bytimerelative");
        Optional<Text> moment = in.taggedText(Extension.REDIRECT_DELIVERBY, "bytimeabsolute");
        if (seconds.isPresent() && moment.isPresent()) {
            throw in.error("`:bytimerelative` and `:bytimeabsolute` exclude each other");
        }
        if (moment.isPresent()
                && moment.get().constant().isPresent()
                && parse(moment.get().constant().get()).isEmpty()) {
            throw in.error("`:bytimeabsolute` takes a time like 2026-12-31T23:59:59+09:00");
        }
        Optional<String> mode = in.taggedConstant(Extension.REDIRECT_DELIVERBY, "bymode");
        boolean trace = in.flag(Extension.REDIRECT_DELIVERBY, "bytrace");
        boolean limited = seconds.isPresent() || moment.isPresent();
        if ((mode.isPresent() || trace) && !limited) {
            throw in.error("`:bymode` and `:bytrace` go with a time");
        }
        return new DeliverByArguments(seconds, moment, mode(in, mode.orElse("notify")), trace);
    }

    private static Mode mode(Arguments in, String name) throws ScriptError {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "notify" -> Mode.NOTIFY;
            case "return" -> Mode.RETURN;
            default -> throw in.error("`:bymode` takes \"notify\" or \"return\"");
        };
    }

    Optional<DeliverBy> value(Run run) {
        if (seconds.isPresent()) {
            return Optional.of(new DeliverBy(seconds.getAsLong(), mode, trace));
        }
        return moment.map(text -> until(run, text.value(run)));
    }

    private DeliverBy until(Run run, String text) {
        OffsetDateTime time =
                parse(text).orElseThrow(() -> run.fail("\"" + text + "\" is not a time"));
        Duration left = Duration.between(run.surroundings().now(), time);
        return new DeliverBy(left.toSeconds(), mode, trace);
    }

    /// `date-time` of RFC 3339 §5.6.
    private static Optional<OffsetDateTime> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
