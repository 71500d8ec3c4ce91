// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Outlook's Autodiscover in plain XML (MS-OXDSCLI): an address is posted, the doors of IMAP, POP3 and SMTP come
/// back. No log-in is asked for, and every address of a local domain gets the same.
///
/// @param isLocal whether a domain is one of ours
record OutlookAutodiscover(MailDoors doors, Predicate<Domain> isLocal) {
    private static final String RESPONSE =
            "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final String OUTLOOK =
            "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS");

    /// MS-OXDSCLI §2.2.4.1.1.3.
    private enum Refusal {
        NOT_FOUND(500, "The e-mail address is of no domain of this server"),
        INVALID(600, "Invalid Request"),
        OTHER_SCHEMA(601, "Provider is not available");

        private final int code;
        private final String message;

        Refusal(int code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    byte[] answer(byte[] request, Instant now) {
        Optional<Map<String, String>> asked = Xml.texts(request);
        if (asked.isEmpty()) {
            return refused(Refusal.INVALID, now);
        }
        String schema = asked.get().getOrDefault("AcceptableResponseSchema", OUTLOOK);
        if (!schema.equals(OUTLOOK)) {
            return refused(Refusal.OTHER_SCHEMA, now);
        }
        Optional<Address> address =
                Optional.ofNullable(asked.get().get("EMailAddress")).flatMap(Address::parse);
        if (address.isEmpty()) {
            return refused(Refusal.INVALID, now);
        }
        return isLocal.test(address.get().domain())
                ? settings(address.get().toString())
                : refused(Refusal.NOT_FOUND, now);
    }

    private byte[] settings(String login) {
        return Xml.document(out -> {
            out.writeStartElement("Autodiscover");
            out.writeDefaultNamespace(RESPONSE);
            out.writeStartElement("Response");
            out.writeDefaultNamespace(OUTLOOK);
            out.writeStartElement("Account");
            Xml.element(out, "AccountType", "email");
            Xml.element(out, "Action", "settings");
            protocol(out, "IMAP", doors.best("imap"), login);
            protocol(out, "POP3", doors.best("pop3"), login);
            protocol(out, "SMTP", doors.best("submission"), login);
            out.writeEndElement();
            out.writeEndElement();
            out.writeEndElement();
        });
    }

    private static void protocol(
            XMLStreamWriter out, String type, Optional<Program> door, String login)
            throws XMLStreamException {
        if (door.isEmpty()) {
            return;
        }
        boolean implicit = MailDoors.isImplicit(door.get());
        out.writeStartElement("Protocol");
        Xml.element(out, "Type", type);
        Xml.element(out, "Server", door.get().host());
        Xml.element(out, "Port", Integer.toString(door.get().port()));
        Xml.element(out, "DomainRequired", "off");
        Xml.element(out, "LoginName", login);
        Xml.element(out, "SPA", "off");
        Xml.element(out, "SSL", implicit ? "on" : "off");
        Xml.element(out, "Encryption", implicit ? "SSL" : "TLS");
        Xml.element(out, "AuthRequired", "on");
        if (type.equals("SMTP")) {
            Xml.element(out, "UsePOPAuth", "off");
            Xml.element(out, "SMTPLast", "off");
        }
        out.writeEndElement();
    }

    private static byte[] refused(Refusal refusal, Instant now) {
        return Xml.document(out -> {
            out.writeStartElement("Autodiscover");
            out.writeDefaultNamespace(RESPONSE);
            out.writeStartElement("Response");
            out.writeStartElement("Error");
            out.writeAttribute("Time", TIME.format(now.atOffset(ZoneOffset.UTC)));
            out.writeAttribute("Id", "0");
            Xml.element(out, "ErrorCode", Integer.toString(refusal.code));
            Xml.element(out, "Message", refusal.message);
            Xml.element(out, "DebugData", "");
            out.writeEndElement();
            out.writeEndElement();
            out.writeEndElement();
        });
    }
}
