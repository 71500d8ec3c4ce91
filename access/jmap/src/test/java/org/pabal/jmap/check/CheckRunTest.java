// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.jmap.Check;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.push.StageUser;
import org.pabal.jmap.testing.JmapStage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CheckRunTest {
    private final JmapStage stage = new JmapStage();
    private final CheckRun method = new CheckRun(List.of(new Doubling()), stage.clock);

    private static final class Doubling implements Check {
        @Override
        public String kind() {
            return "webhook";
        }

        @Override
        public Trial read(JmapObject settings) {
            String value = settings.string("url");
            return _ -> steps(value);
        }

        private static List<Step> steps(String value) {
            return List.of(
                    new Step("url", State.OK, 3, value, ""),
                    new Step("name", State.BAD, 4, "", "no-such-name"),
                    new Step("connect", State.SKIPPED, 0, "", ""));
        }
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private ObjectNode call(String arguments) {
        ObjectNode all = (ObjectNode) new JsonMapper().readTree(arguments);
        all.put("accountId", stage.accountId("alice"));
        return method.call(
                new MethodCall(
                        all,
                        StageUser.of(stage.account("alice")),
                        new CreatedIds(),
                        JmapLimits.defaults(),
                        Set.of(CheckCapability.URN)));
    }

    @Test
    void theStepsAreGivenInOrder() {
        assertThat(
                        call("{\"kind\": \"webhook\", \"settings\": {\"url\": \"x\"}}")
                                .path("steps")
                                .toString())
                .isEqualTo(
                        "[{\"name\":\"url\",\"state\":\"ok\",\"ms\":3,\"said\":\"x\",\"hint\":\"\"},"
                                + "{\"name\":\"name\",\"state\":\"bad\",\"ms\":4,\"said\":\"\",\"hint\":\"no-such-name\"},"
                                + "{\"name\":\"connect\",\"state\":\"skipped\",\"ms\":0,\"said\":\"\",\"hint\":\"\"}]");
    }

    @Test
    void otherKindsAndSettingsAreRefused() {
        for (String arguments :
                List.of(
                        "{\"kind\": \"relay\", \"settings\": {\"url\": \"x\"}}",
                        "{\"kind\": \"webhook\"}",
                        "{\"kind\": \"webhook\", \"settings\": {}}",
                        "{\"kind\": \"webhook\", \"settings\": {\"url\": \"x\", \"port\": 1}}")) {
            assertThatThrownBy(() -> call(arguments))
                    .as(arguments)
                    .isInstanceOf(MethodError.class)
                    .hasMessage("invalidArguments");
        }
    }

    @Test
    void oneAccountHasNotTooMany() {
        for (int i = 0; i < 20; i++) {
            call("{\"kind\": \"webhook\", \"settings\": {\"url\": \"x\"}}");
        }
        assertThatThrownBy(() -> call("{\"kind\": \"webhook\", \"settings\": {\"url\": \"x\"}}"))
                .isInstanceOf(MethodError.class)
                .hasMessage("rateLimit");
        stage.clock.advance(Duration.ofMinutes(11));
        assertThat(call("{\"kind\": \"webhook\", \"settings\": {\"url\": \"x\"}}").path("steps"))
                .hasSize(3);
    }
}
