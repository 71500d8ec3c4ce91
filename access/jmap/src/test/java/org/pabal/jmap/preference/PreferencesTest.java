// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.preference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pabal.directory.Language;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PreferencesTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> transcripts() throws Exception {
        return JmapTranscript.in("preference", JmapStage::new);
    }

    private static JsonNode set(JmapStage stage, ObjectNode update) throws Exception {
        ObjectNode arguments = JSON.createObjectNode();
        arguments.put("accountId", stage.accountId("alice"));
        arguments.set("update", update);
        ArrayNode calls = JSON.createArrayNode();
        calls.addArray().add("Preference/set").add(arguments).add("c");
        return stage.call("alice", calls).path(0).path(1);
    }

    private static ObjectNode value(String name, String value) {
        ObjectNode update = JSON.createObjectNode();
        update.putObject(name).put("value", value);
        return update;
    }

    @Test
    void aValueAndAllValuesHaveASizeAtMost() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            String most = "x".repeat(Preferences.MAX_VALUE_OCTETS - 2);
            JsonNode tooLarge = set(stage, value("a", most + "x"));
            assertThat(tooLarge.at("/notUpdated/a/type").asString()).isEqualTo("tooLarge");
            int fit = Preferences.MAX_ALL_OCTETS / Preferences.MAX_VALUE_OCTETS;
            String part = "x".repeat(Preferences.MAX_VALUE_OCTETS - 20);
            for (int i = 0; i < fit; i++) {
                assertThat(set(stage, value("n" + i, part)).path("updated").has("n" + i)).isTrue();
            }
            JsonNode over = set(stage, value("more", part));
            assertThat(over.at("/notUpdated/more/type").asString()).isEqualTo("overQuota");
            assertThat(set(stage, value("n0", "small")).path("updated").has("n0")).isTrue();
            assertThat(set(stage, value("more", part)).path("updated").has("more")).isTrue();
        }
    }

    @Test
    void thereAreSoManyAtMost() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            ObjectNode all = JSON.createObjectNode();
            for (int i = 0; i <= Preferences.MAX; i++) {
                all.putObject("n" + i).put("value", i);
            }
            JsonNode set = set(stage, all);
            assertThat(set.path("updated").size()).isEqualTo(Preferences.MAX);
            assertThat(set.path("notUpdated").propertyNames())
                    .containsExactly("n" + Preferences.MAX);
        }
    }

    @Test
    void theLanguageIsThatOfMailsToThePersonToo() throws Exception {
        try (JmapStage stage = new JmapStage()) {
            set(stage, value("language", "ko"));
            assertThat(stage.account("alice").language()).isEqualTo(Language.KOREAN);
            assertThat(stage.account("alice").displayName()).isEqualTo("alice");
            set(stage, value("language", "tlh"));
            assertThat(stage.account("alice").language()).isEqualTo(Language.KOREAN);
        }
    }
}
