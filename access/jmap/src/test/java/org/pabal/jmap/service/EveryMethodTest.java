// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.jmap.email.submission.SendingStage;
import org.pabal.jmap.testing.JmapStage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What RFC 8620 §3.6.2 and §5 say of every method, of every method that there is: a new one is asked
/// the same. What single types say beside stands in the transcripts: {@link TranscriptCoverageTest}.
class EveryMethodTest {
    private static final JsonMapper JSON = new JsonMapper();

    /// They work with no account, or take none.
    private static final Set<String> WITHOUT_ACCOUNT =
            Set.of("Core/echo", "PushSubscription/get", "PushSubscription/set");

    static Set<String> methods() throws Exception {
        try (JmapStage stage = new SendingStage()) {
            return new TreeSet<>(new JmapService(stage.services()).api().methods());
        }
    }

    private static List<String> of(String kind) throws Exception {
        return methods().stream()
                .filter(each -> each.endsWith("/" + kind))
                .filter(each -> !WITHOUT_ACCOUNT.contains(each))
                .toList();
    }

    private interface Expectation {
        void check(JmapStage stage, String method) throws Exception;
    }

    private static Stream<DynamicTest> each(List<String> methods, Expectation expectation) {
        return methods.stream()
                .map(method ->
                        DynamicTest.dynamicTest(
                                method,
                                () -> {
                                    try (JmapStage stage = new SendingStage()) {
                                        expectation.check(stage, method);
                                    }
                                }));
    }

    private static JsonNode call(JmapStage stage, String method, ObjectNode arguments)
            throws Exception {
        arguments.putIfAbsent(
                "accountId", JSON.getNodeFactory().stringNode(stage.accountId("alice")));
        ArrayNode calls = JSON.createArrayNode();
        calls.addArray().add(method).add(arguments).add("c");
        return stage.call("alice", calls).path(0);
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    private static void refuses(JmapStage stage, String method, ObjectNode arguments, String type)
            throws Exception {
        JsonNode response = call(stage, method, arguments);
        assertThat(response.path(0).asString()).as(response.toString()).isEqualTo("error");
        assertThat(response.path(1).path("type").asString())
                .as(response.toString())
                .isEqualTo(type);
        assertThat(response.path(1).path("description").asString()).isNotEmpty();
    }

    private static List<String> withAccount() throws Exception {
        return methods().stream().filter(each -> !WITHOUT_ACCOUNT.contains(each)).toList();
    }

    /// RFC 8620 §3.6.2.
    @TestFactory
    Stream<DynamicTest> accountsOfOthersAreNotFound() throws Exception {
        return each(
                withAccount(),
                (stage, method) -> {
                    ObjectNode arguments = object("{\"accountId\": \"A2\"}");
                    if (method.endsWith("/copy")) {
                        arguments.put("fromAccountId", stage.accountId("alice"));
                    }
                    refuses(stage, method, arguments, "accountNotFound");
                });
    }

    @TestFactory
    Stream<DynamicTest> anAccountIsNeededAndIsAnId() throws Exception {
        return each(
                withAccount(),
                (stage, method) -> {
                    ObjectNode arguments = object("{\"accountId\": 7}");
                    if (method.endsWith("/copy")) {
                        arguments.put("fromAccountId", stage.accountId("alice"));
                    }
                    refuses(stage, method, arguments, "invalidArguments");
                });
    }

    /// RFC 8620 §5.1.
    @TestFactory
    Stream<DynamicTest> getRefusesWhatItDoesNotKnow() throws Exception {
        return each(
                of("get"),
                (stage, method) -> {
                    refuses(stage, method, object("{\"ids\": \"x\"}"), "invalidArguments");
                    refuses(stage, method, object("{\"ids\": [], \"x\": 1}"), "invalidArguments");
                });
    }

    /// RFC 8620 §5.1.
    @TestFactory
    Stream<DynamicTest> getRefusesTooMany() throws Exception {
        return each(
                of("get").stream().filter(each -> !each.equals("SearchSnippet/get")).toList(),
                (stage, method) -> {
                    ObjectNode arguments = object("{}");
                    ArrayNode ids = arguments.putArray("ids");
                    IntStream.rangeClosed(0, stage.limits.maxObjectsInGet())
                            .forEach(number -> ids.add("x" + number));
                    refuses(stage, method, arguments, "requestTooLarge");
                });
    }

    /// RFC 8620 §5.2.
    @TestFactory
    Stream<DynamicTest> changesOfStatesThatNeverWereCannotBeCalculated() throws Exception {
        return each(
                of("changes"),
                (stage, method) -> {
                    refuses(stage, method, object("{}"), "invalidArguments");
                    refuses(
                            stage,
                            method,
                            object("{\"sinceState\": \"?\", \"maxChanges\": 0}"),
                            "invalidArguments");
                    refuses(
                            stage,
                            method,
                            object("{\"sinceState\": \"never.was\"}"),
                            "cannotCalculateChanges");
                });
    }

    /// RFC 8620 §5.2: the state that /get gives, and no changes since.
    @TestFactory
    Stream<DynamicTest> nothingHasChangedSinceNow() throws Exception {
        return each(
                of("changes"),
                (stage, method) -> {
                    String type = method.substring(0, method.indexOf('/'));
                    JsonNode got = call(stage, type + "/get", object("{\"ids\": []}"));
                    JsonNode state = got.path(1).path("state");
                    ObjectNode arguments = object("{}");
                    arguments.set("sinceState", state);
                    JsonNode changes = call(stage, method, arguments).path(1);
                    assertThat(changes.path("newState")).as(changes.toString()).isEqualTo(state);
                    for (String list : List.of("created", "updated", "destroyed")) {
                        assertThat(changes.path(list)).isEqualTo(JSON.createArrayNode());
                    }
                });
    }

    /// RFC 8620 §5.3.
    @TestFactory
    Stream<DynamicTest> setRefusesAnotherStateAndTooMany() throws Exception {
        return each(
                of("set"),
                (stage, method) -> {
                    refuses(stage, method, object("{\"ifInState\": \"?\"}"), "stateMismatch");
                    refuses(stage, method, object("{\"x\": 1}"), "invalidArguments");
                    ObjectNode arguments = object("{}");
                    ArrayNode ids = arguments.putArray("destroy");
                    IntStream.rangeClosed(0, stage.limits.maxObjectsInSet())
                            .forEach(number -> ids.add("x" + number));
                    refuses(stage, method, arguments, "requestTooLarge");
                });
    }

    /// RFC 8620 §5.3: each object has an answer of its own.
    @TestFactory
    Stream<DynamicTest> setAnswersForEachObject() throws Exception {
        return each(
                of("set"),
                (stage, method) -> {
                    JsonNode set =
                            call(
                                            stage,
                                            method,
                                            object(
                                                    "{\"create\": {\"a\": {\"noSuchProperty\": 1}},"
                                                            + " \"update\": {\"none\":"
                                                            + " {\"noSuchProperty\": 1}},"
                                                            + " \"destroy\": [\"gone\"]}"))
                                    .path(1);
                    List<String> types = new ArrayList<>();
                    types.add(set.path("notCreated").path("a").path("type").asString(""));
                    types.add(set.path("notUpdated").path("none").path("type").asString(""));
                    types.add(set.path("notDestroyed").path("gone").path("type").asString(""));
                    assertThat(types).as(set.toString()).doesNotContain("");
                    assertThat(set.path("newState")).isEqualTo(set.path("oldState"));
                });
    }

    /// RFC 8620 §5.5.
    @TestFactory
    Stream<DynamicTest> queryRefusesWhatItDoesNotKnow() throws Exception {
        return each(
                of("query").stream().filter(each -> !each.startsWith("Trace/")).toList(),
                (stage, method) -> {
                    refuses(
                            stage,
                            method,
                            object("{\"filter\": {\"noSuchCondition\": 1}}"),
                            "unsupportedFilter");
                    refuses(
                            stage,
                            method,
                            object("{\"sort\": [{\"property\": \"noSuchProperty\"}]}"),
                            "unsupportedSort");
                    refuses(stage, method, object("{\"anchor\": \"none\"}"), "anchorNotFound");
                    refuses(stage, method, object("{\"limit\": -1}"), "invalidArguments");
                    refuses(stage, method, object("{\"position\": \"x\"}"), "invalidArguments");
                });
    }

    /// RFC 8620 §5.6.
    @TestFactory
    Stream<DynamicTest> queryChangesOfWhatNeverWasCannotBeCalculated() throws Exception {
        return each(
                of("queryChanges"),
                (stage, method) -> {
                    refuses(stage, method, object("{}"), "invalidArguments");
                    refuses(
                            stage,
                            method,
                            object("{\"sinceQueryState\": \"never.was\"}"),
                            "cannotCalculateChanges");
                });
    }

    /// RFC 8620 §5.6: what /query gives, and no changes since.
    @TestFactory
    Stream<DynamicTest> noResultHasChangedSinceNow() throws Exception {
        return each(
                of("queryChanges"),
                (stage, method) -> {
                    JsonNode found =
                            call(stage, method.replace("Changes", ""), object("{}")).path(1);
                    ObjectNode arguments = object("{\"calculateTotal\": true}");
                    arguments.set("sinceQueryState", found.path("queryState"));
                    JsonNode changes = call(stage, method, arguments).path(1);
                    assertThat(changes.path("removed"))
                            .as(changes.toString())
                            .isEqualTo(JSON.createArrayNode());
                    assertThat(changes.path("added")).isEqualTo(JSON.createArrayNode());
                    assertThat(changes.path("newQueryState")).isEqualTo(found.path("queryState"));
                    assertThat(changes.path("total").asInt()).isEqualTo(found.path("ids").size());
                });
    }

    /// Every method of a type that has states has the others that belong to it. RFC 8620 §5.
    @TestFactory
    Stream<DynamicTest> whatCanBeQueriedHasItsChanges() throws Exception {
        Set<String> all = methods();
        return of("queryChanges").stream()
                .map(method ->
                        DynamicTest.dynamicTest(
                                method,
                                () ->
                                        assertThat(all)
                                                .contains(
                                                        method.replace("queryChanges", "query"),
                                                        method.replace("queryChanges", "get"))));
    }
}
