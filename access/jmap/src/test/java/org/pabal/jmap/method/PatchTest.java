// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.SetError;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// PatchObject. RFC 8620 §5.3.
class PatchTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void pathsSetAndRemoveWhatLiesBelow() {
        assertThat(
                        patched(
                                "{'a': {'b': 1, 'c': 2}, 'd': 3}",
                                "{'a/b': 5, 'a/c': null, 'a/x~1y': 7}"))
                .isEqualTo(json("{'a': {'b': 5, 'x/y': 7}, 'd': 3}"));
    }

    @Test
    void nullOfAWholePropertyStaysAsTheDefault() {
        assertThat(patched("{'a': 1}", "{'a': null}")).isEqualTo(json("{'a': null}"));
    }

    @Test
    void creationIdsStandForIds() {
        CreatedIds created = new CreatedIds();
        created.put("k", "F7");
        Patch patch = new Patch(json("{'mailboxIds/#k': true}"), created);
        assertThat(patch.applyTo(json("{'mailboxIds': {}}")))
                .isEqualTo(json("{'mailboxIds': {'F7': true}}"));
        refused("{'mailboxIds': {}}", "{'mailboxIds/#none': true}");
    }

    @Test
    void whatCannotBeReachedIsRefused() {
        refused("{'a': 1}", "{'b/c': 1}");
        refused("{'a': [1]}", "{'a/0': 2}");
        refused("{'a': 1}", "{'a/b': 2}");
        refused("{'a': {}}", "{'a': {}, 'a/b': 2}");
        refused("{'a': {}}", "{'a/~2': 2}");
    }

    @Test
    void theGivenObjectStaysAsItIs() {
        ObjectNode current = json("{'a': {'b': 1}}");
        new Patch(json("{'a/b': 2}"), new CreatedIds()).applyTo(current);
        assertThat(current).isEqualTo(json("{'a': {'b': 1}}"));
    }

    private static void refused(String current, String patch) {
        assertThatThrownBy(() -> patched(current, patch))
                .isInstanceOfSatisfying(
                        SetError.class, e -> assertThat(e.type()).isEqualTo("invalidPatch"));
    }

    private static ObjectNode patched(String current, String patch) {
        return new Patch(json(patch), new CreatedIds()).applyTo(json(current));
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
