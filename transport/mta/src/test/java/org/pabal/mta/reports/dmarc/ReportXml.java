// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A report as its receiver sees it: valid by the schema of RFC 9990, then a tree.
final class ReportXml {
    private final Document document;

    /// @throws AssertionError when it is not valid
    ReportXml(byte[] octets) {
        try {
            validator().validate(new StreamSource(new ByteArrayInputStream(octets)));
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(octets));
        } catch (Exception invalid) {
            throw new AssertionError(
                    new String(octets, java.nio.charset.StandardCharsets.UTF_8), invalid);
        }
    }

    private static Validator validator() throws SAXException, IOException {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        try (InputStream in =
                Objects.requireNonNull(
                        ReportXml.class.getResourceAsStream("/dmarc/aggregate-report.xsd"))) {
            Schema schema = factory.newSchema(new StreamSource(in));
            Validator validator = schema.newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            return validator;
        }
    }

    String text(String element) {
        return document.getElementsByTagNameNS("*", element).item(0).getTextContent();
    }

    /// Each `record` as the texts of its leaves, `name=text`.
    List<String> records() {
        List<String> records = new ArrayList<>();
        NodeList nodes = document.getElementsByTagNameNS("*", "record");
        for (int i = 0; i < nodes.getLength(); i++) {
            StringBuilder record = new StringBuilder();
            leaves((Element) nodes.item(i), record);
            records.add(record.toString().strip());
        }
        return records;
    }

    private static void leaves(Element element, StringBuilder out) {
        boolean leaf = true;
        for (int i = 0; i < element.getChildNodes().getLength(); i++) {
            if (element.getChildNodes().item(i) instanceof Element child) {
                leaves(child, out);
                leaf = false;
            }
        }
        if (leaf) {
            out.append(' ')
                    .append(element.getLocalName())
                    .append('=')
                    .append(element.getTextContent());
        }
    }
}
