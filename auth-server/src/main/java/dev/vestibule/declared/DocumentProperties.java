package dev.vestibule.declared;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where what is declared comes from.
 *
 * @param file the document that is applied at each start: a file, or a folder of files
 * @param prune whether what it no longer names is deleted then, and not only disabled
 * @param secrets the folder of the files that documents may name secrets by
 */
@ConfigurationProperties("vestibule.config")
record DocumentProperties(@Nullable Path file, @DefaultValue("false") boolean prune, @Nullable Path secrets) {

}
