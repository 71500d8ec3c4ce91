// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.util.Map;
import java.util.Optional;
import org.pabal.cli.Administration;
import org.pabal.cli.Administration.Answer;
import tools.jackson.databind.JsonNode;

/// `newaliases`: there is no database to build, since the server reads the files anew when they
/// change. It says what is in them, and what is wrong.
final class AliasListing {
    private final Invocation invocation;

    AliasListing(Invocation invocation) {
        this.invocation = invocation;
    }

    int run() {
        Optional<Administration> server = QueueListing.reach(invocation);
        if (server.isEmpty()) {
            // As they are read at the start, nothing is left to do, and packages call this.
            invocation.out().println(invocation.messages().text("local.aliases-at-start"));
            invocation.out().flush();
            return SysExit.OK;
        }
        try (Administration there = server.get()) {
            if (!(there.call("alias.files", Map.of()) instanceof Answer.Done(var result))) {
                return invocation.fail(SysExit.UNAVAILABLE, "local.no-server");
            }
            for (JsonNode problem : result.path("problems")) {
                invocation.fail(SysExit.DATA_ERROR, "local.said", problem.asString());
            }
            if (!result.path("problems").isEmpty()) {
                return SysExit.DATA_ERROR;
            }
            invocation
                    .out()
                    .println(
                            invocation
                                    .messages()
                                    .text(
                                            "local.aliases",
                                            result.path("files").size(),
                                            result.path("aliases").asInt()));
            invocation.out().flush();
            return SysExit.OK;
        }
    }
}
