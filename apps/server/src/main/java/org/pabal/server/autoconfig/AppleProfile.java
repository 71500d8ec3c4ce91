// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.pabal.jmap.credential.CredentialCapability.Program;

/// A configuration profile (`.mobileconfig`) by which Apple's telephones and computers set up an account of
/// mail: IMAP and submission, with the password or asking for it. It is not signed, and the device says so.
record AppleProfile(MailDoors doors) {

    /// Whom it is for. The same address gives the same profile: a later one takes the place of an earlier one.
    ///
    /// @param name of the person; may be empty
    /// @param password empty where the device is to ask for it
    record Owner(String address, String name, Optional<String> password) {

        @Override
        public String toString() {
            return "profile of " + address;
        }
    }

    /// @return empty where IMAP or submission is closed
    Optional<byte[]> of(Owner owner) {
        Optional<Program> imap = doors.best("imap");
        Optional<Program> submission = doors.best("submission");
        if (imap.isEmpty() || submission.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                Xml.document(out -> {
                    out.writeDTD(
                            "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
                                    + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">");
                    out.writeStartElement("plist");
                    out.writeAttribute("version", "1.0");
                    out.writeStartElement("dict");
                    heading(out, "Configuration", owner, "");
                    text(out, "PayloadOrganization", imap.get().host());
                    key(out, "PayloadContent");
                    out.writeStartElement("array");
                    account(out, owner, imap.get(), submission.get());
                    out.writeEndElement();
                    out.writeEndElement();
                    out.writeEndElement();
                }));
    }

    private static void heading(XMLStreamWriter out, String type, Owner owner, String part)
            throws XMLStreamException {
        String identity = "org.pabal.mail." + owner.address() + part;
        text(out, "PayloadType", type);
        key(out, "PayloadVersion");
        Xml.element(out, "integer", "1");
        text(out, "PayloadIdentifier", identity);
        text(
                out,
                "PayloadUUID",
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString());
        text(out, "PayloadDisplayName", owner.address());
    }

    private static void account(XMLStreamWriter out, Owner owner, Program imap, Program submission)
            throws XMLStreamException {
        out.writeStartElement("dict");
        heading(out, "com.apple.mail.managed", owner, ".account");
        text(out, "EmailAccountType", "EmailTypeIMAP");
        text(out, "EmailAccountDescription", owner.address());
        if (!owner.name().isEmpty()) {
            text(out, "EmailAccountName", owner.name());
        }
        text(out, "EmailAddress", owner.address());
        server(out, "IncomingMailServer", owner, imap);
        server(out, "OutgoingMailServer", owner, submission);
        key(out, "OutgoingPasswordSameAsIncomingPassword");
        out.writeEmptyElement("true");
        if (owner.password().isPresent()) {
            text(out, "IncomingPassword", owner.password().get());
        }
        out.writeEndElement();
    }

    private static void server(XMLStreamWriter out, String which, Owner owner, Program door)
            throws XMLStreamException {
        text(out, which + "Authentication", "EmailAuthPassword");
        text(out, which + "HostName", door.host());
        key(out, which + "PortNumber");
        Xml.element(out, "integer", Integer.toString(door.port()));
        // From the first octet on or by STARTTLS: the device tries both.
        key(out, which + "UseSSL");
        out.writeEmptyElement("true");
        text(out, which + "Username", owner.address());
    }

    private static void key(XMLStreamWriter out, String name) throws XMLStreamException {
        Xml.element(out, "key", name);
    }

    private static void text(XMLStreamWriter out, String name, String value)
            throws XMLStreamException {
        key(out, name);
        Xml.element(out, "string", value);
    }
}
