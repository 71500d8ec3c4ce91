// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/// Writes small documents, and reads the texts of one that a stranger sends.
final class Xml {
    private static final int MOST_ELEMENTS = 50;

    private Xml() {}

    /// Writes what stands between the declaration and the end.
    @FunctionalInterface
    interface Body {
        void write(XMLStreamWriter out) throws XMLStreamException;
    }

    static byte[] document(Body body) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter out = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            body.write(out);
            out.writeEndDocument();
            out.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException("a text is written to memory", impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void element(XMLStreamWriter out, String name, String text) throws XMLStreamException {
        out.writeStartElement(name);
        out.writeCharacters(text);
        out.writeEndElement();
    }

    /// The texts of elements that hold nothing else, by local name; of several the first. No document type is
    /// read and no entity is followed.
    ///
    /// @return empty for what is no such document
    static Optional<Map<String, String>> texts(byte[] document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> texts = new TreeMap<>();
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            StringBuilder text = new StringBuilder();
            int elements = 0;
            while (in.hasNext()) {
                switch (in.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        text.setLength(0);
                        if (++elements > MOST_ELEMENTS) {
                            return Optional.empty();
                        }
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                            text.append(in.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        texts.putIfAbsent(in.getLocalName(), text.toString().strip());
                        text.setLength(0);
                    }
                    case XMLStreamConstants.DTD -> {
                        return Optional.empty();
                    }
                    default -> {
                        // Comments and their like say nothing.
                    }
                }
            }
            return Optional.of(texts);
        } catch (XMLStreamException foreign) {
            return Optional.empty();
        }
    }
}
