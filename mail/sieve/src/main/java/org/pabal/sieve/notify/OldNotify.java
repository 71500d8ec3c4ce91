// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.notify;

import java.util.List;
import java.util.Optional;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Command;
import org.pabal.sieve.run.HeaderLookup;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Text;
import org.pabal.sieve.run.TextList;

/// `notify` of the extension of that name, which RFC 5435 replaced: draft-martin-sieve-notify. Its
/// only method here is mail, whose addresses are the options.
///
/// @param id by which `denotify` finds it
record OldNotify(
        Optional<Text> method, Optional<Text> id, TextList options, int importance, Text message)
        implements Command {

    private static final String PRESET = "$from$: $subject$";

    /// `notify [":method" string] [":id" string] [":options" string-list]
    /// [":low" / ":normal" / ":high"] [":message" string]`
    static Command read(Arguments in) throws ScriptError {
        Optional<Text> method = in.taggedText("method");
        Optional<String> name = method.flatMap(Text::constant);
        if (name.isPresent() && !isMail(name.get())) {
            throw in.error(
                    "there are no notifications by \"" + name.get() + "\", only by \"mailto\"");
        }
        Optional<Text> id = in.taggedText("id");
        TextList options = in.taggedTexts("options").orElse(TextList.of(List.of()));
        if (options.texts().isEmpty()) {
            throw in.error("`:options` must name the addresses that the notification goes to");
        }
        int importance = importance(in).orElse(2);
        Text message = in.taggedText("message").orElse(Text.of(PRESET));
        in.end();
        return new OldNotify(method, id, options, importance, message);
    }

    private static boolean isMail(String method) {
        return method.equalsIgnoreCase("mailto");
    }

    static Optional<Integer> importance(Arguments in) throws ScriptError {
        return in.oneOf("low", "normal", "high")
                .map(tag ->
                        switch (tag) {
                            case "high" -> 1;
                            case "low" -> 3;
                            default -> 2;
                        });
    }

    @Override
    public void run(Run run) {
        if (method.isPresent() && !isMail(method.get().value(run))) {
            throw run.fail("the only method of `notify` is \"mailto\"");
        }
        String uri =
                "mailto:"
                        + String.join(
                                ",", options.values(run).stream().map(OldNotify::quoted).toList());
        Notify.take(
                run,
                new Notification(
                        run.message(),
                        Notify.method(uri, run),
                        Optional.empty(),
                        importance,
                        id.map(text -> List.of(text.value(run))).orElse(List.of()),
                        Optional.of(filledIn(message.value(run), run)),
                        Optional.empty()));
    }

    private static String quoted(String address) {
        return address.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }

    private static String filledIn(String text, Run run) {
        HeaderLookup header = run.header();
        String sender = run.surroundings().envelope("from").stream().findFirst().orElse("");
        return text.replace("$from$", first(header, "from"))
                .replace("$env-from$", sender)
                .replace("$subject$", first(header, "subject"))
                .replace("$text$", run.message().scan().preview());
    }

    private static String first(HeaderLookup header, String name) {
        return header.texts(name).stream().findFirst().orElse("");
    }
}
