// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderText;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.Extension;
import org.pabal.sieve.NotifyMethod;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.fcc.Authors;
import org.pabal.sieve.fcc.Fcc;
import org.pabal.sieve.notify.NotifyMethods.Reading;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `notify`. RFC 5435 §3.
public record Notify(
        Text method,
        Optional<Text> from,
        Text importance,
        TextList options,
        Optional<Text> message,
        Optional<Fcc> copy)
        implements Command {

    /// `notify [":from" string] [":importance" <"1" / "2" / "3">] [":options" string-list]
    /// [":message" string] [FCC-OPTS] <method: string>`
    public static Command read(Arguments in) throws ScriptError {
        if (!in.has(Extension.ENOTIFY)) {
            return OldNotify.read(in);
        }
        Optional<Text> from = Authors.read(in);
        Text importance = in.taggedText("importance").orElse(Text.of("2"));
        if (importance.constant().map(Notify::importance).orElse(1) == 0) {
            throw in.error("the importance is \"1\", \"2\" or \"3\"");
        }
        TextList options = in.taggedTexts("options").orElse(TextList.of(List.of()));
        Optional<Text> message = in.taggedText("message");
        Optional<Fcc> copy = Fcc.read(in);
        Text method = in.text("the method");
        check(method, copy, in);
        in.end();
        return new Notify(method, from, importance, options, message, copy);
    }

    /// A kind of method that is not there is no error: the script may ask first what there is.
    private static void check(Text method, Optional<Fcc> copy, Arguments in) throws ScriptError {
        if (method.constant().isEmpty()) {
            return;
        }
        switch (NotifyMethods.read(method.constant().get())) {
            case Reading.Unusable(String why) -> throw in.error("the notification method " + why);
            case Reading.Unknown(String scheme) -> in.warn(unknown(scheme));
            case Reading.Usable(NotifyMethod.Https _) -> {
                if (copy.isPresent()) {
                    throw in.error("`:fcc` keeps a copy of a mail: the method must be mailto");
                }
            }
            case Reading.Usable(NotifyMethod.Mailto _) -> {}
        }
    }

    private static String unknown(String scheme) {
        return "there are no notifications by \"" + scheme + ":\", only by mailto: and https:";
    }

    /// @return 0 for none
    private static int importance(String text) {
        return switch (text) {
            case "1" -> 1;
            case "2" -> 2;
            case "3" -> 3;
            default -> 0;
        };
    }

    @Override
    public void run(Run run) {
        int urgency = importance(importance.value(run));
        if (urgency == 0) {
            throw run.fail("the importance of a notification is \"1\", \"2\" or \"3\"");
        }
        NotifyMethod usable = method(method.value(run), run);
        boolean mail = usable instanceof NotifyMethod.Mailto;
        take(
                run,
                new Notification(
                        run.message(),
                        usable,
                        Authors.value(from, run),
                        urgency,
                        options.values(run),
                        message.map(text -> text.value(run)),
                        mail ? copy.map(fcc -> fcc.value(run)) : Optional.empty()));
    }

    static NotifyMethod method(String uri, Run run) {
        return switch (NotifyMethods.read(uri)) {
            case Reading.Usable(NotifyMethod method) -> method;
            case Reading.Unusable(String why) -> throw run.fail("the notification method " + why);
            case Reading.Unknown(String scheme) -> throw run.fail(unknown(scheme));
        };
    }

    /// Mail that was sent automatically is not told of, lest notifications beget notifications
    /// (RFC 5436 §2.7).
    static void take(Run run, Notification notification) {
        if (isAutomatic(run)) {
            if (run.traces()) {
                run.log("notify: not sent, for the mail was sent automatically");
            }
            return;
        }
        if (run.actions().add(notification)) {
            run.actions().countRecipients(recipients(notification.method()));
        }
    }

    private static int recipients(NotifyMethod method) {
        return switch (method) {
            case NotifyMethod.Mailto mailto -> mailto.to().size() + mailto.cc().size();
            case NotifyMethod.Https _ -> 1;
        };
    }

    private static boolean isAutomatic(Run run) {
        for (HeaderField field : run.original().scan().header().all("Auto-Submitted")) {
            String value = HeaderText.decode(field).toLowerCase(Locale.ROOT).strip();
            if (!value.split("[ \\t;(]", 2)[0].equals("no")) {
                return true;
            }
        }
        return false;
    }
}
