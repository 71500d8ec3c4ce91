// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// A header field and the octets it stands in.
///
/// @param from where its name begins
/// @param to behind its last line end
public record PlacedField(HeaderField field, int from, int to) {}
