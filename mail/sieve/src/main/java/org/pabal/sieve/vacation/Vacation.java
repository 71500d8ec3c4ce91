// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.vacation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.Address;
import org.pabal.sieve.Action;
import org.pabal.sieve.Extension;
import org.pabal.sieve.VacationPeriods;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.fcc.Authors;
import org.pabal.sieve.fcc.Fcc;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `vacation`. RFC 5230 §4, `:seconds`: RFC 6131 §2.
///
/// Who performs it remembers whom it has answered under the handle.
public record Vacation(
        Duration period,
        Optional<Text> subject,
        Optional<Text> from,
        TextList addresses,
        boolean mime,
        Optional<Text> handle,
        Optional<Fcc> copy,
        Text reason)
        implements Command {

    /// `vacation [":days" number / ":seconds" number] [":subject" string] [":from" string]
    /// [":addresses" string-list] [":mime"] [":handle" string] [FCC-OPTS] <reason: string>`
    public static Vacation read(Arguments in) throws ScriptError {
        Duration period = period(in);
        Optional<Text> subject = in.taggedText("subject");
        Optional<Text> from = Authors.read(in);
        TextList addresses = addresses(in);
        boolean mime = in.flag("mime");
        Optional<Text> handle = in.taggedText("handle");
        Optional<Fcc> copy = Fcc.read(in);
        Text reason = in.text("the reason");
        Optional<String> problem =
                mime ? reason.constant().flatMap(MimeReason::problem) : Optional.empty();
        if (problem.isPresent()) {
            throw in.error(problem.get());
        }
        in.end();
        return new Vacation(period, subject, from, addresses, mime, handle, copy, reason);
    }

    private static Duration period(Arguments in) throws ScriptError {
        VacationPeriods periods = in.config().vacation();
        OptionalLong seconds = in.taggedNumber(Extension.VACATION_SECONDS, "seconds");
        OptionalLong days = in.taggedNumber("days");
        if (days.isPresent() && seconds.isPresent()) {
            throw in.error("`:days` and `:seconds` exclude each other");
        }
        if (days.isPresent()) {
            Duration wanted = Duration.ofDays(Math.min(days.getAsLong(), 100_000));
            return told(in, wanted, periods.ofDays(wanted));
        }
        if (seconds.isPresent()) {
            Duration wanted = Duration.ofSeconds(seconds.getAsLong());
            return told(in, wanted, periods.ofSeconds(wanted));
        }
        return periods.preset();
    }

    /// RFC 5230 §4.1 lets a site bound the period.
    private static Duration told(Arguments in, Duration wanted, Duration given) throws ScriptError {
        if (!wanted.equals(given)) {
            in.warn(
                    "the period is "
                            + VacationPeriods.words(given)
                            + " here, as the administrator's settings bound it");
        }
        return given;
    }

    private static TextList addresses(Arguments in) throws ScriptError {
        TextList addresses = in.taggedTexts("addresses").orElse(TextList.of(List.of()));
        for (String address : addresses.constant().orElse(List.of())) {
            if (Address.parse(address).isEmpty()) {
                in.warn("\"" + address + "\" is not an address: nothing is ever addressed to it");
            }
        }
        return addresses;
    }

    @Override
    public void run(Run run) {
        if (run.surroundings().environment("imap.cause").isPresent()) {
            throw run.fail("`vacation` answers mail that arrives, not changes of a mailbox");
        }
        Optional<String> objection = objection(run);
        if (objection.isPresent()) {
            if (run.traces()) {
                run.log("vacation: not answered, for " + objection.get());
            }
            return;
        }
        String text = reason.value(run);
        Optional<String> problem = mime ? MimeReason.problem(text) : Optional.empty();
        if (problem.isPresent()) {
            throw run.fail(problem.get());
        }
        run.actions()
                .add(
                        new Action.Vacation(
                                run.message(),
                                period,
                                subject.map(value -> value.value(run)),
                                Authors.value(from, run),
                                handle(run),
                                text,
                                mime,
                                copy.map(fcc -> fcc.value(run))));
    }

    /// Of the mail as it came: what a script has changed says nothing of who sent it.
    private Optional<String> objection(Run run) {
        String sender = run.surroundings().envelope("from").stream().findFirst().orElse("");
        return new Objections(
                        run.original().scan(), sender, addresses.values(run), run.surroundings())
                .first();
    }

    /// What a script gives, or else made of what it says, as it is written: with a variable in it,
    /// each mail would be answered in other words, and so all of them (RFC 5230 §4.2).
    private String handle(Run run) {
        if (handle.isPresent()) {
            return "handle " + handle.get().value(run);
        }
        return "reason "
                + digest(
                        subject.map(Vacation::written).orElse(""),
                        from.map(Vacation::written).orElse(""),
                        mime ? "mime" : "text",
                        written(reason));
    }

    private static String written(Text text) {
        return text.constant().orElseGet(text::toString);
    }

    private static String digest(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
