package dev.vestibule.web;

/**
 * An address at which a request's body may be larger than elsewhere.
 *
 * @param path exactly as it is asked for
 */
public record LargeBody(String path, int bytes) {

}
