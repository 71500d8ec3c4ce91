// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.jmap.webhook.WebhookServices;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookDelivery.Tried;
import org.pabal.mta.webhook.WebhookRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What administrators may ask of people's webhooks: what their owners see of how they go, without what
/// is the owners' secret, which the path of an address often is.
public final class WebhookOperations {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookOperations.class);
    private static final int PERCENT = 95;

    private final DirectoryAdministration directory;
    private final Supplier<WebhookServices> webhooks;

    /// @param webhooks asked for with each call
    public WebhookOperations(
            DirectoryAdministration directory, Supplier<WebhookServices> webhooks) {
        this.directory = directory;
        this.webhooks = webhooks;
    }

    /// Each with `id`, `name`, `url` (scheme and host alone), `format`, `enabled`, `signed`, `waiting`,
    /// `p95Millis` where it is known, and of the last answer `at`, `status` (0 for none), `said`.
    ///
    /// @param arguments `address`
    List<Map<String, Object>> list(Arguments arguments) {
        Account account = account(arguments);
        WebhookServices services = webhooks.get();
        return services.all(account).stream().map(each -> shown(services, account, each)).toList();
    }

    private static Map<String, Object> shown(
            WebhookServices services, Account account, Webhook webhook) {
        WebhookRecord record = services.record(account, webhook);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", webhook.id());
        shown.put("name", webhook.name());
        shown.put("url", withoutSecrets(webhook.url()));
        shown.put("format", webhook.format().name().toLowerCase(java.util.Locale.ROOT));
        shown.put("enabled", webhook.enabled());
        shown.put("signed", !webhook.secret().isEmpty());
        shown.put("waiting", services.waiting(account, webhook));
        record.times()
                .percentileMillis(PERCENT)
                .ifPresent(millis -> shown.put("p95Millis", millis));
        record.last().ifPresent(last -> put(shown, last));
        return shown;
    }

    private static void put(Map<String, Object> shown, WebhookRecord.Answer answer) {
        shown.put("at", answer.at().toString());
        shown.put("status", answer.status());
        shown.put("said", answer.said());
    }

    /// Paths and queries of such addresses hold keys.
    static String withoutSecrets(URI url) {
        boolean bare = url.getRawPath().length() <= 1 && url.getRawQuery() == null;
        return url.getScheme() + "://" + url.getRawAuthority() + (bare ? "/" : "/…");
    }

    /// Posts an example as the owner's page does: `at`, `status`, `said`, `millis`, `good`.
    ///
    /// @param arguments `address`, `id`
    Map<String, Object> test(Arguments arguments) {
        Account account = account(arguments);
        WebhookServices services = webhooks.get();
        Tried tried =
                services.test(account, found(services, account, arguments))
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        "another trial of this account still waits for its answer"));
        Map<String, Object> told = new LinkedHashMap<>();
        put(told, tried.answer());
        told.put("millis", tried.took().toMillis());
        told.put("good", tried.answer().isGood());
        return told;
    }

    /// @param arguments `address`, `id`
    Map<String, Object> enable(Arguments arguments, boolean enabled) {
        Account account = account(arguments);
        WebhookServices services = webhooks.get();
        Webhook webhook = found(services, account, arguments);
        services.enable(account, webhook, enabled);
        log(enabled ? "webhook-enabled" : "webhook-disabled", account, webhook);
        return shown(services, account, found(services, account, arguments));
    }

    /// @param arguments `address`, `id`
    Map<String, Object> remove(Arguments arguments) {
        Account account = account(arguments);
        WebhookServices services = webhooks.get();
        Webhook webhook = found(services, account, arguments);
        services.remove(account, webhook.id());
        log("webhook-removed", account, webhook);
        return Map.of("removed", webhook.id());
    }

    private static void log(String event, Account account, Webhook webhook) {
        LOG.info("event={} account={} id={} by=administrator", event, account.id(), webhook.id());
    }

    private Account account(Arguments arguments) {
        return new DirectoryArguments(arguments).account("address", directory);
    }

    private static Webhook found(WebhookServices services, Account account, Arguments arguments) {
        String id = new DirectoryArguments(arguments).text("id");
        return services.all(account).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "there is no webhook '"
                                        + id
                                        + "'; pabal account webhooks list shows those there are"));
    }
}
