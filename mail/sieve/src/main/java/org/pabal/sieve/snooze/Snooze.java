// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.snooze;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.sieve.Action;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Flags;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;
import org.pabal.sieve.words.MailboxArgument;

/// `snooze`: sets a message aside, and lets it come back. draft-ietf-extra-sieve-snooze
///
/// @param back where it comes back to, INBOX when nothing is said
/// @param zone empty for the owner's
public record Snooze(
        Optional<MailboxArgument> back,
        TextList addFlags,
        TextList removeFlags,
        Set<DayOfWeek> weekdays,
        Optional<Text> zone,
        List<LocalTime> times)
        implements Command {

    private static final int MAX_TIMES = 24;
    private static final TextList NONE = TextList.of(List.of());
    private static final Pattern TIME = Pattern.compile("(\\d\\d):(\\d\\d)(?::(\\d\\d))?");

    /// `snooze [:mailbox <string>] [:create] [:specialuse ..] [:mailboxid ..]
    /// [:addflags <string-list>] [:removeflags <string-list>] [:weekdays <string-list>]
    /// [:tzid <string>] <times: string-list>`
    public static Snooze read(Arguments in) throws ScriptError {
        Optional<MailboxArgument> back = back(in);
        TextList addFlags = in.taggedTexts("addflags").orElse(NONE);
        TextList removeFlags = in.taggedTexts("removeflags").orElse(NONE);
        Set<DayOfWeek> weekdays = weekdays(in);
        Optional<Text> zone = in.taggedText("tzid");
        Optional<String> known = zone.flatMap(Text::constant);
        if (known.isPresent() && zone(known.get()).isEmpty()) {
            throw in.error("there is no time zone \"" + known.get() + "\"");
        }
        List<LocalTime> times = times(in);
        in.end();
        return new Snooze(back, addFlags, removeFlags, weekdays, zone, times);
    }

    /// Without `:mailbox` there may be a special use or an id, and then INBOX is for where there is
    /// none such.
    private static Optional<MailboxArgument> back(Arguments in) throws ScriptError {
        MailboxArgument.Tags tags = MailboxArgument.Tags.read(in);
        Optional<Text> mailbox = in.taggedText("mailbox");
        boolean tagged = tags.specialUse().isPresent() || tags.mailboxId().isPresent();
        if (mailbox.isEmpty() && tags.create() && !tagged) {
            throw in.error("`:create` goes with `:mailbox`, which names what is created");
        }
        return mailbox.isPresent() || tagged
                ? Optional.of(tags.with(mailbox.orElse(Text.of("INBOX")), in))
                : Optional.empty();
    }

    /// `"0"` for Sunday to `"6"`.
    private static Set<DayOfWeek> weekdays(Arguments in) throws ScriptError {
        Optional<TextList> given = in.taggedTexts("weekdays");
        if (given.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        if (given.get().constant().isEmpty()) {
            throw in.error("the weekdays cannot hold variables");
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String day : given.get().constant().get()) {
            if (!day.matches("[0-6]")) {
                throw in.error("a weekday is \"0\" for Sunday to \"6\" for Saturday");
            }
            days.add(DayOfWeek.SUNDAY.plus(Integer.parseInt(day)));
        }
        if (days.isEmpty()) {
            throw in.error("`:weekdays` names at least one day");
        }
        return days;
    }

    private static List<LocalTime> times(Arguments in) throws ScriptError {
        List<LocalTime> times = new ArrayList<>();
        for (String text : in.constants("the times")) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw in.error("\"" + text + "\" is not a time: it is hh:mm or hh:mm:ss");
            }
            try {
                String second = time.group(3) == null ? "0" : time.group(3);
                times.add(
                        LocalTime.of(
                                Integer.parseInt(time.group(1)),
                                Integer.parseInt(time.group(2)),
                                Integer.parseInt(second)));
            } catch (DateTimeException noTime) {
                throw in.error("\"" + text + "\" is not a time of the day");
            }
        }
        if (times.isEmpty() || times.size() > MAX_TIMES) {
            throw in.error("`snooze` takes one to " + MAX_TIMES + " times");
        }
        return List.copyOf(times);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException noZone) {
            return Optional.empty();
        }
    }

    @Override
    public void run(Run run) {
        ZoneId where =
                zone.map(
                                text -> {
                                    String name = text.value(run);
                                    return zone(name)
                                            .orElseThrow(() ->
                                                    run.fail(
                                                            "there is no time zone \""
                                                                    + name
                                                                    + "\""));
                                })
                        .orElseGet(run.surroundings()::zone);
        run.actions().cancelImplicitKeep();
        run.actions()
                .add(
                        new Action.Snooze(
                                run.message(),
                                back.map(mailbox -> mailbox.value(run)),
                                Flags.of(addFlags.values(run)),
                                Flags.of(removeFlags.values(run)),
                                new SnoozeTimes(weekdays, times, where)
                                        .next(run.surroundings().now())));
    }
}
