// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.directory.Language;
import org.pabal.mda.NewMail;
import org.pabal.mda.reply.JsonText;

/// What is told of one mail, by the names that templates have for it. What the owner does not want
/// shown is empty; the subject then says that there is a new mail.
///
/// @param names with their texts
public record WebhookText(SequencedMap<String, String> names) {
    private static final Pattern NAME = Pattern.compile("\\{\\{\\s*([A-Za-z]*)\\s*\\}\\}");

    /// @param id the same whenever the notification is posted again
    /// @param account the owner's address
    static WebhookText of(
            String id,
            String account,
            Language language,
            Show show,
            NewMail mail,
            Instant received) {
        boolean who = show != Show.NONE;
        boolean all = show == Show.FULL;
        SequencedMap<String, String> names = new LinkedHashMap<>();
        names.put("id", id);
        names.put("account", account);
        names.put("sender", who ? sender(mail) : "");
        names.put("name", who ? mail.name() : "");
        names.put("address", who ? mail.address() : "");
        names.put("subject", all ? mail.subject() : newMail(language));
        names.put("preview", all ? mail.preview() : "");
        names.put("mailbox", all ? mail.mailbox() : "");
        names.put("messageId", all ? mail.messageId() : "");
        names.put("received", received.toString());
        return new WebhookText(names);
    }

    private static String sender(NewMail mail) {
        return mail.name().isEmpty() ? mail.address() : mail.name() + " <" + mail.address() + ">";
    }

    static String newMail(Language language) {
        return switch (language) {
            case ENGLISH -> "New mail";
            case KOREAN -> "새 메일";
        };
    }

    String get(String name) {
        return names.getOrDefault(name, "");
    }

    /// The name of a template that stands for nothing; empty for a template that can be filled.
    public static Optional<String> unknownName(String template) {
        WebhookText any = sample("");
        Matcher found = NAME.matcher(template);
        while (found.find()) {
            if (!any.names().containsKey(found.group(1))) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    /// All names with one text, to try a template.
    public static WebhookText sample(String text) {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        NewMail none = new NewMail("", "", "", "", "", "");
        of("", "", Language.ENGLISH, Show.FULL, none, Instant.EPOCH)
                .names()
                .keySet()
                .forEach(name -> names.put(name, text));
        return new WebhookText(names);
    }

    /// A template with the texts in the place of the names, each as it stands within a JSON string.
    public String fill(String template) {
        return NAME.matcher(template)
                .replaceAll(
                        found -> Matcher.quoteReplacement(JsonText.escaped(get(found.group(1)))));
    }

    /// One JSON object.
    ///
    /// @param members names in it, with the names here
    String object(Map<String, String> members) {
        StringBuilder json = new StringBuilder("{");
        members.forEach((member, name) ->
                json.append(json.length() > 1 ? "," : "")
                        .append(JsonText.quoted(member))
                        .append(':')
                        .append(JsonText.quoted(get(name))));
        return json.append('}').toString();
    }
}
