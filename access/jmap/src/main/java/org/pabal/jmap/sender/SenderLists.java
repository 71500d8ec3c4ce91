// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sender;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.pabal.directory.AccountId;
import org.pabal.filter.policy.ListEntry;
import org.pabal.filter.policy.Scope;
import org.pabal.filter.policy.SenderPattern;
import org.pabal.filter.policy.StoredWishes;
import org.pabal.filter.policy.Wishes;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.SingletonTarget;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The lists of each account as one object, `singleton`: `senders` is a map from `user@host`, `@host`,
/// `.host` or a network of IP to `allowed` or `blocked`.
///
/// @param stored of the spam filter; what else an account wants of it stays as it is
public record SenderLists(StoredWishes stored) {
    static final List<String> PROPERTIES = List.of("id", "senders");
    private static final String SENDERS = "senders";

    public Capability capability() {
        return new SenderCapability();
    }

    public List<JmapMethod> methods() {
        return List.of(new SenderSettingGet(this), new SenderSettingSet(this));
    }

    Wishes of(AccountId account) {
        return stored.of(new Scope.OfAccount(account));
    }

    /// Changes them in one commit.
    ///
    /// @param change may throw; then they stay as they are
    void change(AccountId account, UnaryOperator<Wishes> change) {
        stored.change(new Scope.OfAccount(account), change);
    }

    /// The same for the same lists.
    String state(AccountId account) {
        CRC32C sum = new CRC32C();
        sum.update(json(of(account)).toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    static ObjectNode json(Wishes wishes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", SingletonTarget.ID);
        ObjectNode senders = json.putObject(SENDERS);
        wishes.entries().forEach(each -> senders.put(each.sender().toString(), word(each.kind())));
        return json;
    }

    private static String word(ListEntry.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// The lists as an object has them, with the notes that are there.
    ///
    /// @throws SetError `invalidProperties`, `overQuota`
    static Wishes read(JmapObject object, Wishes before) {
        JsonNode senders =
                object.any(SENDERS)
                        .filter(JsonNode::isObject)
                        .orElseThrow(() -> object.wrong(SENDERS, "must be an object"));
        if (senders.size() > Wishes.MAX_ENTRIES) {
            throw SetError.overQuota(
                    "At most " + Wishes.MAX_ENTRIES + " senders; take some out first.");
        }
        Wishes next = before;
        for (ListEntry each : before.entries()) {
            if (!senders.has(each.sender().toString())) {
                next = next.without(each.sender());
            }
        }
        for (Map.Entry<String, JsonNode> each : senders.properties()) {
            ListEntry wanted = entry(object, each.getKey(), each.getValue().asString(""), before);
            if (!next.entries().contains(wanted)) {
                next = next.with(wanted);
            }
        }
        return next;
    }

    private static ListEntry entry(JmapObject object, String sender, String word, Wishes before) {
        SenderPattern pattern =
                SenderPattern.parse(sender)
                        .filter(each -> each.toString().equals(sender))
                        .orElseThrow(() ->
                                object.wrong(
                                        SENDERS + "/" + sender,
                                        "must be user@host, @host, .host or a network, in"
                                                + " lower case and ASCII after the @"));
        ListEntry.Kind kind =
                kind(word)
                        .orElseThrow(() ->
                                object.wrong(SENDERS + "/" + sender, "must be allowed or blocked"));
        String note =
                before.entries().stream()
                        .filter(each -> each.sender().equals(pattern))
                        .map(ListEntry::note)
                        .findFirst()
                        .orElse("");
        return new ListEntry(pattern, kind, note);
    }

    private static Optional<ListEntry.Kind> kind(String word) {
        return List.of(ListEntry.Kind.values()).stream()
                .filter(kind -> word(kind).equals(word))
                .findFirst();
    }
}
