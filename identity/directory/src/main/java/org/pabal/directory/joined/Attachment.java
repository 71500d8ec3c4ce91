// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import org.pabal.directory.source.DirectorySource;

/// A source, and on what terms it is asked.
public record Attachment(DirectorySource source, Terms terms) {}
