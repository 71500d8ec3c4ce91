// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.Language;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.SetError;
import org.pabal.jmap.document.DocumentChanges;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.document.Documents.Document;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The preferences of accounts: JSON by name. Every name is there from the beginning, with the value
/// `null`, so that no two devices can both create it; those with another value are stored.
///
/// @param stored the values, by name
/// @param people where the language is told that mails of ours to the person are to be in; empty where
///     nobody changes the directory from here
public record Preferences(Documents stored, Optional<DirectoryAdministration> people) {
    /// Of one account.
    static final int MAX = 100;

    /// Of one value, as JSON.
    static final int MAX_VALUE_OCTETS = 16 << 10;

    /// Of all values together: they come with the first request of every visit.
    static final int MAX_ALL_OCTETS = 256 << 10;

    static final List<String> PROPERTIES = List.of("id", "value");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String LANGUAGE = "language";

    public List<JmapMethod> methods() {
        return List.of(
                new PreferenceGet(this),
                new DocumentChanges("Preference/changes", PreferenceCapability.URN, stored),
                new PreferenceSet(this));
    }

    String state(AccountId account) {
        return Long.toString(stored.state(account));
    }

    /// Those that are stored.
    List<String> names(AccountId account) {
        return stored.list(account).stream().map(Document::id).toList();
    }

    /// @return empty for what can be no name
    Optional<ObjectNode> find(AccountId account, String name) {
        return NAME.matcher(name).matches()
                ? Optional.of(whole(name, stored.find(account, name)))
                : Optional.empty();
    }

    private static ObjectNode whole(String name, Optional<Document> document) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", name);
        json.putNull("value");
        document.ifPresent(found -> json.setAll(found.json()));
        return json;
    }

    /// Puts a value in the place of the one that is there.
    ///
    /// @param change what it becomes, by what it is: `id` and `value`
    /// @throws SetError `notFound`, `tooLarge`, `overQuota`
    void change(Account account, String name, UnaryOperator<ObjectNode> change) {
        if (!NAME.matcher(name).matches()) {
            throw SetError.notFound();
        }
        stored.change(
                account.id(),
                name,
                before -> {
                    JsonNode value = change.apply(whole(name, before)).path("value");
                    return value.isNull() || value.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(bounded(account.id(), name, value));
                });
        if (name.equals(LANGUAGE)) {
            tellLanguage(account);
        }
    }

    private ObjectNode bounded(AccountId account, String name, JsonNode value) {
        int octets = octets(value);
        if (octets > MAX_VALUE_OCTETS) {
            throw SetError.tooLarge("A value has at most " + MAX_VALUE_OCTETS + " octets.");
        }
        List<Document> others =
                stored.list(account).stream().filter(each -> !each.id().equals(name)).toList();
        if (others.size() >= MAX) {
            throw SetError.overQuota("An account has at most " + MAX + ".");
        }
        if (octets + others.stream().mapToInt(each -> octets(each.json())).sum() > MAX_ALL_OCTETS) {
            throw SetError.overQuota("All values have at most " + MAX_ALL_OCTETS + " octets.");
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.set("value", value);
        return kept;
    }

    private static int octets(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Mails that the server itself writes are in the language of the account. Where another directory
    /// says which, it stays with that.
    private void tellLanguage(Account account) {
        String tag = find(account.id(), LANGUAGE).orElseThrow().path("value").asString("");
        for (Language language : Language.values()) {
            if (language.tag().equals(tag) && account.language() != language) {
                people.ifPresent(each ->
                        each.setProfile(account.address(), account.displayName(), language));
            }
        }
    }
}
