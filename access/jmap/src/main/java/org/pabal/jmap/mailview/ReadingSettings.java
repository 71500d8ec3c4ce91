// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.method.SingletonTarget;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Whose pictures an account shows without being asked, and about whose it does not want to be asked.
///
/// @param stored at most one document of each account
record ReadingSettings(Documents stored) {
    static final List<String> PROPERTIES = List.of("id", "remote");

    /// What was decided about one address.
    enum Rule {
        ALWAYS,
        NEVER;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Rule> of(String word) {
            return List.of(values()).stream().filter(rule -> rule.word().equals(word)).findFirst();
        }
    }

    String state(AccountId account) {
        return Long.toString(stored.state(account));
    }

    /// The whole object.
    ObjectNode json(AccountId account) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", SingletonTarget.ID);
        json.putObject("remote");
        stored.find(account, SingletonTarget.ID)
                .ifPresent(document -> json.setAll(document.json()));
        return json;
    }

    void put(AccountId account, ObjectNode json) {
        ObjectNode kept = json.deepCopy();
        kept.remove("id");
        stored.put(account, SingletonTarget.ID, kept);
    }

    /// @param address in lower case
    Optional<Rule> of(AccountId account, String address) {
        return Rule.of(json(account).path("remote").path(address).asString(""));
    }
}
