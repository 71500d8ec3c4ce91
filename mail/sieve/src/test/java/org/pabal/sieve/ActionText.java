// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.sieve.Action.FileCarbonCopy;
import org.pabal.sieve.Action.MailboxTarget;

/// An action in one line, as script tests expect it.
final class ActionText {

    private ActionText() {}

    static String of(Action action, SieveMessage original) {
        return switch (action) {
            case Action.Keep(SieveMessage message, var flags, boolean implicit) ->
                    (implicit ? "implicit keep" : "keep")
                            + flags(flags)
                            + changed(message, original);
            case Action.FileInto(SieveMessage message, MailboxTarget target, var flags) ->
                    "fileinto " + target(target) + flags(flags) + changed(message, original);
            case Action.Redirect redirect ->
                    redirect(redirect) + changed(redirect.message(), original);
            case Action.Discard() -> "discard";
            case Action.Reject(String reason, boolean extended) ->
                    (extended ? "ereject " : "reject ") + quoted(reason);
            case Action.Vacation vacation ->
                    vacation(vacation) + changed(vacation.message(), original);
            case Action.Notification notification ->
                    notification(notification) + changed(notification.message(), original);
            case Action.Pipe(SieveMessage message, String program, var arguments, boolean trying) ->
                    "pipe "
                            + (trying ? ":try " : "")
                            + quoted(program)
                            + list(arguments)
                            + changed(message, original);
            case Action.Execute(String program, var arguments, var input) ->
                    "execute "
                            + quoted(program)
                            + list(arguments)
                            + switch (input) {
                                case Surroundings.Input.None() -> "";
                                case Surroundings.Input.Text(String text) ->
                                        " input " + quoted(text);
                                case Surroundings.Input.Message(SieveMessage message) ->
                                        " message" + changed(message, original);
                            };
            case Action.Remember(String id, var period) -> "remember " + quoted(id) + " " + period;
            case Action.Snooze snooze ->
                    "snooze until "
                            + snooze.until()
                            + snooze.back().map(target -> " back " + target(target)).orElse("")
                            + named("add", snooze.addFlags())
                            + named("remove", snooze.removeFlags())
                            + changed(snooze.message(), original);
        };
    }

    static String of(NotifyMethod method) {
        return switch (method) {
            case NotifyMethod.Https(URI uri) -> uri.toString();
            case NotifyMethod.Mailto mailto ->
                    "mailto:"
                            + mailto.to().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.joining(","))
                            + mailto.cc().stream()
                                    .map(address -> " cc " + address)
                                    .collect(Collectors.joining())
                            + mailto.subject().map(text -> " subject " + text).orElse("")
                            + mailto.body().map(text -> " body " + text).orElse("")
                            + mailto.fields().stream()
                                    .map(field -> " " + field.name() + ": " + field.value())
                                    .collect(Collectors.joining());
        };
    }

    private static String author(Action.Author author) {
        return author.name().map(name -> quoted(name) + " ").orElse("") + author.address();
    }

    private static String redirect(Action.Redirect redirect) {
        return "redirect "
                + quoted(redirect.to().toString())
                + redirect.notifyOf().map(notify -> " notify " + notify).orElse("")
                + redirect.returned().map(returned -> " ret " + returned).orElse("")
                + redirect.deliverBy()
                        .map(by ->
                                " by "
                                        + by.seconds()
                                        + " "
                                        + by.mode()
                                        + (by.trace() ? " trace" : ""))
                        .orElse("");
    }

    private static String vacation(Action.Vacation vacation) {
        return "vacation "
                + vacation.period()
                + vacation.subject().map(subject -> " subject " + quoted(subject)).orElse("")
                + vacation.from().map(from -> " from " + author(from)).orElse("")
                + " handle "
                + quoted(vacation.handle())
                + (vacation.mime() ? " mime " : " ")
                + quoted(vacation.reason())
                + copy(vacation.copy());
    }

    private static String notification(Action.Notification notification) {
        return "notify "
                + quoted(of(notification.method()))
                + notification.from().map(from -> " from " + author(from)).orElse("")
                + " importance "
                + notification.importance()
                + named("options", notification.options())
                + notification.text().map(text -> " " + quoted(text)).orElse("")
                + copy(notification.copy());
    }

    private static String copy(Optional<FileCarbonCopy> copy) {
        return copy.map(fcc -> " fcc " + target(fcc.mailbox()) + flags(fcc.flags())).orElse("");
    }

    private static String target(MailboxTarget target) {
        return quoted(target.name())
                + (target.create() ? " :create" : "")
                + target.specialUse().map(use -> " :specialuse " + quoted(use)).orElse("")
                + target.mailboxId().map(id -> " :mailboxid " + quoted(id)).orElse("");
    }

    private static String flags(Optional<List<String>> flags) {
        return flags.map(list -> " :flags" + list(list)).orElse("");
    }

    private static String named(String name, List<String> list) {
        return list.isEmpty() ? "" : " " + name + list(list);
    }

    private static String list(List<String> list) {
        return list.stream().map(each -> " " + quoted(each)).collect(Collectors.joining());
    }

    private static String changed(SieveMessage message, SieveMessage original) {
        return message == original ? "" : " (changed)";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\r\n", "\\n") + "\"";
    }
}
