// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.message.Domain;

/// Mozilla's `config-v1.1.xml`, which Thunderbird, Evolution, KMail, K-9 and others ask for.
record ThunderbirdConfig(MailDoors doors) {

    byte[] of(Domain domain) {
        return Xml.document(out -> {
            out.writeStartElement("clientConfig");
            out.writeAttribute("version", "1.1");
            out.writeStartElement("emailProvider");
            out.writeAttribute("id", domain.toString());
            Xml.element(out, "domain", domain.toString());
            Xml.element(out, "displayName", domain.toString());
            Xml.element(out, "displayShortName", domain.toString());
            for (String type : new String[] {"imap", "pop3"}) {
                for (Program door : doors.of(type)) {
                    server(out, "incomingServer", type, door);
                }
            }
            for (Program door : doors.of("submission")) {
                server(out, "outgoingServer", "smtp", door);
            }
            out.writeEndElement();
            out.writeEndElement();
        });
    }

    /// The program puts the address in place of the word, as the person has typed it.
    private static void server(XMLStreamWriter out, String element, String type, Program door)
            throws XMLStreamException {
        out.writeStartElement(element);
        out.writeAttribute("type", type);
        Xml.element(out, "hostname", door.host());
        Xml.element(out, "port", Integer.toString(door.port()));
        Xml.element(out, "socketType", MailDoors.isImplicit(door) ? "SSL" : "STARTTLS");
        Xml.element(out, "authentication", "password-cleartext");
        Xml.element(out, "username", "%EMAILADDRESS%");
        out.writeEndElement();
    }
}
