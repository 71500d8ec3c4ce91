// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pabal.fetch.FetchConnector.Progress;
import org.pabal.fetch.FetchException;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.ImapFetcher;
import org.pabal.fetch.RemoteMailbox;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.mailbox.AccountMailboxes;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Import/look: which mailboxes another server has for somebody, and where each would go. Nothing is
/// kept, neither there nor here.
record ImportLook(Imports imports) implements JmapMethod {
    /// So many are counted, which takes a step each.
    private static final int COUNTED = 100;

    @Override
    public String name() {
        return "Import/look";
    }

    @Override
    public String capability() {
        return ImportCapability.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        JmapObject server =
                arguments
                        .findObject("server")
                        .orElseThrow(() -> arguments.wrong("server", "is required"));
        FetchSource source = ImportSources.read(server);
        arguments.nothingElse();
        imports.looks().count(account.owner().id());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        try (ImapFetcher session = imports.door().open(source, Progress.UNHEARD)) {
            session.logIn(source.login());
            look(session, imports.store().open(account.owner()), response);
            session.logOut();
        } catch (FetchException trouble) {
            throw MethodError.of(ImportJob.typeOf(trouble.reason()), trouble.said());
        } catch (IOException broken) {
            throw MethodError.of("unreachable", String.valueOf(broken.getMessage()));
        }
        return response;
    }

    private static void look(ImapFetcher session, AccountMailboxes own, ObjectNode response)
            throws IOException {
        List<RemoteMailbox> all = session.mailboxes();
        boolean labels = ImportRun.hasLabels(session, all);
        response.put("hasLabels", labels);
        ArrayNode folders = response.putArray("folders");
        int counted = 0;
        for (RemoteMailbox each : ImportRun.chosen(session, java.util.Set.of())) {
            Optional<Mapping.Place> place =
                    labels && each.has("\\all") ? Optional.empty() : Mapping.placeOf(each);
            ObjectNode folder = folders.addObject();
            folder.put("name", ImportRun.shown(each));
            folder.put("byLabels", labels && each.has("\\all"));
            folder.put("mailboxName", place.map(to -> Mapping.nameOf(to, own)).orElse(null));
            Optional<Long> messages = counted++ < COUNTED ? session.count(each) : Optional.empty();
            folder.put("messages", messages.orElse(null));
        }
    }
}
