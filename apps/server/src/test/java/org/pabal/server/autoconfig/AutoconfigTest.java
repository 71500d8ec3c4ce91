// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.jmap.credential.CredentialCapability.Program;
import org.pabal.jmap.credential.CredentialCapability.Program.Tls;
import org.pabal.message.Domain;
import org.pabal.server.autoconfig.AppleProfile.Owner;
import org.w3c.dom.Document;

class AutoconfigTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");
    private static final Domain OURS = Domain.of("example.org");
    private static final MailDoors DOORS =
            new MailDoors(
                    List.of(
                            new Program("imap", "mail.example.org", 993, Tls.IMPLICIT),
                            new Program("imap", "mail.example.org", 143, Tls.STARTTLS),
                            new Program("submission", "mail.example.org", 587, Tls.STARTTLS),
                            new Program("sieve", "mail.example.org", 4190, Tls.STARTTLS)));

    private final OutlookAutodiscover outlook = new OutlookAutodiscover(DOORS, OURS::equals);
    private final XPath path = XPathFactory.newDefaultInstance().newXPath();

    private static Document parsed(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        // A property list names its document type; nobody fetches it.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private String at(Document document, String steps) throws Exception {
        return path.evaluate(
                steps.replaceAll("([/(]|^)([A-Za-z]+)", "$1*[local-name()='$2']"), document);
    }

    private static byte[] asking(String address) {
        return ("<?xml version=\"1.0\" encoding=\"utf-8\"?><Autodiscover"
                        + " xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\">"
                        + "<Request><EMailAddress>"
                        + address
                        + "</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void thunderbirdIsToldOfEachDoorAndOfNobody() throws Exception {
        Document told = parsed(new ThunderbirdConfig(DOORS).of(OURS));
        assertThat(path.evaluate("/clientConfig/@version", told)).isEqualTo("1.1");
        assertThat(path.evaluate("/clientConfig/emailProvider/@id", told)).isEqualTo("example.org");
        assertThat(path.evaluate("count(//incomingServer)", told)).isEqualTo("2");
        assertThat(path.evaluate("//incomingServer[1]/socketType", told)).isEqualTo("SSL");
        assertThat(path.evaluate("//incomingServer[2]/port", told)).isEqualTo("143");
        assertThat(path.evaluate("//outgoingServer[@type='smtp']/socketType", told))
                .isEqualTo("STARTTLS");
        assertThat(path.evaluate("//outgoingServer/username", told)).isEqualTo("%EMAILADDRESS%");
    }

    @Test
    void outlookIsToldTheSameOfEveryAddressOfOurs() throws Exception {
        byte[] bob = outlook.answer(asking("bob@example.org"), NOW);
        Document told = parsed(bob);
        assertThat(at(told, "/Autodiscover/Response/Account/Action")).isEqualTo("settings");
        assertThat(at(told, "/Autodiscover/Response/Account/Protocol[1]/Type")).isEqualTo("IMAP");
        assertThat(at(told, "/Autodiscover/Response/Account/Protocol[1]/SSL")).isEqualTo("on");
        assertThat(at(told, "/Autodiscover/Response/Account/Protocol[2]/Type")).isEqualTo("SMTP");
        assertThat(at(told, "/Autodiscover/Response/Account/Protocol[2]/Encryption"))
                .isEqualTo("TLS");
        assertThat(at(told, "/Autodiscover/Response/Account/Protocol[2]/LoginName"))
                .isEqualTo("bob@example.org");
        assertThat(
                        new String(
                                outlook.answer(asking("nobody@example.org"), NOW),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        new String(bob, StandardCharsets.UTF_8)
                                .replace("bob@example.org", "nobody@example.org"));
        Document others = parsed(outlook.answer(asking("bob@example.net"), NOW));
        assertThat(at(others, "/Autodiscover/Response/Error/ErrorCode")).isEqualTo("500");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<a>",
                "<a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><EMailAddress>&x;@example.org</EMailAddress></a>",
                "<a><EMailAddress>no address</EMailAddress></a>"
            })
    void whatIsNoRequestIsCalledInvalid(String request) throws Exception {
        Document told = parsed(outlook.answer(request.getBytes(StandardCharsets.UTF_8), NOW));
        assertThat(at(told, "/Autodiscover/Response/Error/ErrorCode")).isEqualTo("600");
        assertThat(path.evaluate("//@Time", told)).isEqualTo("12:00:00.5000000");
    }

    @Test
    void telephonesThatAskForAnotherProtocolAreTold() throws Exception {
        byte[] request =
                new String(asking("bob@example.org"), StandardCharsets.UTF_8)
                        .replace("outlook/responseschema/2006a", "mobilesync/responseschema/2006")
                        .getBytes(StandardCharsets.UTF_8);
        assertThat(
                        at(
                                parsed(outlook.answer(request, NOW)),
                                "/Autodiscover/Response/Error/ErrorCode"))
                .isEqualTo("601");
    }

    @Test
    void aProfileHoldsWhatItIsGivenAndNothingElse() throws Exception {
        Owner bob = new Owner("bob@example.org", "Bob <b> & Söhne", Optional.of("abcd-efgh"));
        byte[] profile = new AppleProfile(DOORS).of(bob).orElseThrow();
        String mail = "/plist/dict/array/dict/string[preceding-sibling::key[1]='%s']";
        Document told = parsed(profile);
        assertThat(path.evaluate(mail.formatted("EmailAccountName"), told))
                .isEqualTo("Bob <b> & Söhne");
        assertThat(path.evaluate(mail.formatted("IncomingPassword"), told)).isEqualTo("abcd-efgh");
        assertThat(path.evaluate("count(//key[.='IncomingPassword'])", told)).isEqualTo("1");
        byte[] bare =
                new AppleProfile(DOORS)
                        .of(new Owner("bob@example.org", "", Optional.empty()))
                        .orElseThrow();
        assertThat(new String(bare, StandardCharsets.UTF_8)).doesNotContain(">IncomingPassword<");
        assertThat(new AppleProfile(new MailDoors(List.of())).of(bob)).isEmpty();
        assertThat(bob.toString()).doesNotContain("abcd");
    }
}
