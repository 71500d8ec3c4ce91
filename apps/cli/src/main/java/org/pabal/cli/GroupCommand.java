// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `pabal group`: addresses whose mail goes to their members.
@Command(name = "group")
final class GroupCommand {
    private final PabalCommand pabal;

    GroupCommand(PabalCommand pabal) {
        this.pabal = pabal;
    }

    @Command(name = "add")
    int add(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", arity = "0..*") List<String> members,
            @Option(names = "--owner", paramLabel = "ADDRESS", defaultValue = "") String owner,
            @Option(
                            names = "--who-may-send",
                            paramLabel = "anyone|members|domain|owners",
                            defaultValue = "anyone")
                    String senders) {
        return pabal.run(
                "group.add",
                Map.of(
                        "group",
                        group,
                        "members",
                        members == null ? List.of() : members,
                        "owner",
                        owner,
                        "senders",
                        senders),
                (result, out) -> out.println(pabal.say("group.added", group)));
    }

    @Command(name = "set")
    int set(
            @Parameters(paramLabel = "GROUP") String group,
            @Option(names = "--owner", paramLabel = "ADDRESS|none", defaultValue = "") String owner,
            @Option(
                            names = "--who-may-send",
                            paramLabel = "anyone|members|domain|owners",
                            defaultValue = "")
                    String senders) {
        return pabal.run(
                "group.set",
                Map.of("group", group, "owner", owner, "senders", senders),
                (result, out) -> out.println(line(result)));
    }

    @Command(name = "add-member")
    int addMember(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", arity = "1..*") List<String> members) {
        return pabal.run(
                "group.add-member",
                Map.of("group", group, "members", members),
                (result, out) ->
                        out.println(pabal.say("group.joined", String.join(", ", members), group)));
    }

    @Command(name = "remove-member")
    int removeMember(
            @Parameters(paramLabel = "GROUP") String group,
            @Parameters(paramLabel = "MEMBER", arity = "1..*") List<String> members) {
        return pabal.run(
                "group.remove-member",
                Map.of("group", group, "members", members),
                (result, out) ->
                        out.println(pabal.say("group.left", String.join(", ", members), group)));
    }

    @Command(name = "list")
    int list() {
        return pabal.run(
                "group.list",
                Map.of(),
                (result, out) -> result.forEach(group -> out.println(line(group))));
    }

    private static String line(JsonNode group) {
        String members =
                group.get("targets")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(Collectors.joining(", "));
        String owner = group.has("owner") ? "\t" + group.get("owner").asString() : "";
        return group.get("alias").asString()
                + "\t"
                + group.get("senders").asString()
                + "\t"
                + members
                + owner;
    }

    @Command(name = "remove")
    int remove(@Parameters(paramLabel = "GROUP") String group) {
        return pabal.run(
                "group.remove",
                Map.of("group", group),
                (result, out) -> out.println(pabal.say("group.removed", group)));
    }
}
