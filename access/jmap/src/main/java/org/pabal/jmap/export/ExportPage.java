// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.blob.BlobAnswer;
import org.pabal.jmap.export.ExportTickets.Order;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.protocol.RequestError;
import org.pabal.jmap.protocol.Slots;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `GET /jmap/export/{ticket}`: makes the file while it is sent.
final class ExportPage implements JmapHandler.Page {
    static final String PATH = "/jmap/export/";

    /// Of one account.
    static final int AT_ONCE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ExportPage.class);
    private static final int BUFFER = 64 << 10;

    private final MailboxStore store;
    private final ExportTickets tickets;
    private final AccountRecords records;
    private final InstantSource clock;
    private final Slots slots = new Slots(AT_ONCE);

    ExportPage(
            MailboxStore store,
            ExportTickets tickets,
            AccountRecords records,
            InstantSource clock) {
        this.store = store;
        this.tickets = tickets;
        this.records = records;
        this.clock = clock;
    }

    @Override
    public void answer(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        JmapHandler.demand(exchange, "GET");
        if (!slots.enter(user.account().id())) {
            exchange.answer("Retry-After", "60");
            throw RequestError.status(
                    429, "At most " + AT_ONCE + " exports of an account are made at a time.");
        }
        try {
            send(exchange, user);
        } finally {
            slots.leave(user.account().id());
        }
    }

    private void send(HttpExchange exchange, JmapUser user) throws IOException, RequestError {
        String session = user.session().orElse("");
        Order order =
                tickets.take(user.account().id(), session, exchange.path().substring(PATH.length()))
                        .orElseThrow(() ->
                                RequestError.status(
                                        404, "There is no such export, or its link has ended."));
        AccountMailboxes mailboxes = store.open(user.account());
        AccountSnapshot snapshot = mailboxes.state();
        Optional<MailboxInfo> mailbox = order.mailbox().flatMap(snapshot::mailbox);
        if (order.mailbox().isPresent() && mailbox.isEmpty()) {
            throw RequestError.status(404, "The mailbox is gone.");
        }
        Export export = Export.begin(user.account(), mailboxes, snapshot, mailbox, clock.instant());
        boolean bare = order.format() == ExportFormat.MBOX && mailbox.isPresent();
        exchange.answer("Content-Type", bare ? "application/mbox" : "application/zip");
        exchange.answer("Content-Disposition", BlobAnswer.attachment(fileName(export, bare)));
        exchange.answer("Content-Security-Policy", "sandbox; default-src 'none'");
        exchange.answer("Cross-Origin-Resource-Policy", "same-origin");
        log("export-begun", order, user, session, export.walk());
        try {
            OutputStream out = new BufferedOutputStream(exchange.stream(), BUFFER);
            write(order.format(), export, out);
            // Not on the way out of a failure: the client must not take half a file for whole.
            out.close();
        } catch (UnavailableException out) {
            log("export-broken-off", order, user, session, export.walk());
            throw new IOException("an export cannot go on: " + out.getMessage(), out);
        } catch (IOException gone) {
            log("export-broken-off", order, user, session, export.walk());
            throw gone;
        }
        log("export-done", order, user, session, export.walk());
    }

    private void write(ExportFormat format, Export export, OutputStream out) throws IOException {
        switch (format) {
            case MBOX -> {
                if (export.mailbox().isPresent()) {
                    MboxExport.file(export, out);
                } else {
                    MboxExport.zip(export, out);
                }
            }
            case EML -> EmlExport.zip(export, out);
            case JMAP -> new JmapExport(export, records).zip(out);
        }
    }

    private static String fileName(Export export, boolean bare) {
        String day = LocalDate.ofInstant(export.begun(), ZoneOffset.UTC).toString();
        String what =
                export.mailbox()
                        .map(each -> each.name().levels().getLast())
                        .orElse(export.account().address().toString());
        return SafeNames.of(what, SafeNames.MAX) + "-" + day + (bare ? ".mbox" : ".zip");
    }

    private static void log(
            String event, Order order, JmapUser user, String session, MessageWalk walk) {
        LOG.info(
                "event={} account={} browser={} peer={} format={} messages={} octets={} gone={}",
                event,
                user.account().address(),
                session,
                user.client().address(),
                order.format().word(),
                walk.messages(),
                walk.octets(),
                walk.gone());
    }
}
