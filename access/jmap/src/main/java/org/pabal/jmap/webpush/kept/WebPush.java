// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.util.List;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapServices;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.capability.SimpleCapability;
import org.pabal.jmap.push.StateChanges;
import org.pabal.jmap.webhook.NotificationSettings;

/// Web Push put together: its methods, its capability, and who sends.
public final class WebPush implements AutoCloseable {
    private final JmapServices services;
    private final PushTargets targets;
    private final PushSender sender;

    public WebPush(JmapServices services, PushSending sending, StateChanges changes) {
        this.services = services;
        this.targets = new PushTargets(services.storage());
        this.sender =
                new PushSender(
                        targets,
                        new News(
                                new NotificationSettings(services.storage(), services.mailboxes()),
                                services.directory(),
                                services.mailboxes(),
                                sending.isKnown(),
                                services.clock()),
                        new Readers(services.directory(), services.mailboxes()),
                        sending,
                        services.clock(),
                        services.random(),
                        PushSender.INTERVAL);
        services.mailboxes().listen(sender);
        services.directory().whenLoginChanges(sender::end);
        changes.whenChanged(
                change -> sender.changed(change.owner(), change.type(), change.state()));
    }

    public List<JmapMethod> methods() {
        return List.of(
                new PushSubscriptionGet(targets, services.clock()),
                new PushSubscriptionSet(targets, sender, services.clock(), services.random()),
                new PushTestMethod(targets, sender, services.clock()));
    }

    public List<Capability> capabilities() {
        return List.of(new VapidCapability(sender), new SimpleCapability(Capability.PUSH_DEVICE));
    }

    public void start() {
        sender.start();
    }

    @Override
    public void close() {
        sender.close();
    }
}
