// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pabal.bans.guard.Bans;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.server.administration.AdministrationService.StatusSource;
import org.pabal.server.administration.DirectoryOperations;
import org.pabal.storage.StorageStatus;
import org.pabal.wire.Door;

/// What `pabal status` shows of a running server.
record ServerStatus(
        Ground here,
        Listeners listeners,
        DirectoryOperations directories,
        Bans bans,
        Transport transport,
        FirstRun firstRun,
        WebhookParts webhooks)
        implements StatusSource {

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Version.text());
        status.put("hostname", here.name());
        status.put("domains", here.directory().domains().size());
        status.put("accounts", here.directory().accounts().size());
        firstRun.status().ifPresent(text -> status.put("setup", text));
        Map<String, Object> services = new LinkedHashMap<>();
        listeners.byService().forEach((name, doors) -> services.put(name, shown(doors)));
        status.put("services", services);
        Map<String, Object> foreign = directories.health();
        if (!foreign.isEmpty()) {
            status.put("directories", foreign);
        }
        status.put("bans", bans.totals().inForce() + " in force");
        status.put("queue", transport.queue().status());
        status.put("outbound", transport.outbound().status());
        notices(status, "webhooks", webhooks.counts());
        notices(status, "webPush", webhooks.pushes());
        int frozen = transport.queue().breaker().count();
        if (frozen > 0) {
            status.put("frozen", frozen);
        }
        status.put("store", store());
        return status;
    }

    private static String shown(List<Door> doors) {
        return doors.stream()
                .map(door -> door.boundAddress() + ", " + door.counts().open() + " connections")
                .collect(Collectors.joining("; "));
    }

    private static void notices(Map<String, Object> status, String name, NoticeCounts counts) {
        Map<String, Object> shown = WebhookParts.shown(counts);
        if (!shown.isEmpty()) {
            status.put(name, shown);
        }
    }

    private Map<String, Object> store() {
        StorageStatus storage = here.storage().status();
        Map<String, Object> store = new LinkedHashMap<>();
        store.put("engine", storage.engine());
        store.put("commits", storage.commits());
        store.put("syncs", storage.syncs());
        store.put("diskOctets", storage.diskOctets());
        store.put("readOnly", storage.readOnly());
        store.put("detail", storage.detail());
        return store;
    }
}
